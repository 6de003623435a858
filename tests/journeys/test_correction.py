"""What is written in an agreement changes before it is signed: by the employer, or because a reviewer returns it."""

from deploy.demo.data import COHORT
from deploy.demo.people import Person
from deploy.demo.stage import Stage, path_of, refusal
from deploy.embedded.platform import Platform
from tests.journeys.casting import COLLEAGUES
from tests.journeys.moves import as_read, confirms, does, label_of, printed
from tests.journeys.past import let_the_wait_pass


class TestInvitation:
    async def test_amended_terms_are_accepted_and_a_withdrawn_invitation_is_not(self, stage: Stage) -> None:
        number = COLLEAGUES[0]
        graduate = await stage.enter(number)
        invitation = await stage.invite(stage.employer, stage.data.employer, number)
        other = await stage.invite(stage.rival, stage.data.rival, number)
        old = await graduate.get(f"{path_of(invitation)}/terms")

        letter = stage.data.employer.letter() | {"regular_pay": "15000"}
        await does(stage.employer, "amend-invitation", invitation, letter=letter, version=invitation["version"])
        await stage.told(graduate, "邀请已修改")
        refused = await refusal(does(graduate, "acceptance-codes", invitation, **as_read(old)))
        assert refused.status == 409
        [change] = (await graduate.get(f"{path_of(invitation)}/terms"))["changes"]
        assert (change["title"], change["before"], change["after"]) == ("转正起薪", "12000.50", "15000")

        withdrawn = await does(stage.rival, "withdraw-invitation", other, detail="岗位已招满。")
        assert label_of(withdrawn) == "单位已撤回邀请 签约失败"
        await stage.told(graduate, "邀请已撤回")
        refused = await refusal(stage.accept(graduate, other))
        assert (refused.status, "单位已撤回邀请" in refused.problem["detail"]) == (409, True)

        await stage.accept(graduate, invitation)
        signed = await stage.pass_both_steps(invitation)
        text = await printed(graduate, signed, "有效")
        assert "15000" in text
        assert "12000.5" not in text


class TestReturn:
    async def test_the_employer_corrects_what_is_marked_and_the_graduate_confirms(self, stage: Stage) -> None:
        number = COLLEAGUES[1]
        graduate = await stage.enter(number)
        agreement = await stage.invite(stage.employer, stage.data.employer, number)
        await stage.accept(graduate, agreement)
        why = {"detail": "岗位名称与招聘公告不一致。", "fields": ["letter.job_title"]}
        await does(stage.department, "return", agreement, **why)
        await stage.told(stage.employer, "退回修改")

        right = stage.data.employer.letter() | {"job_title": "数据平台工程师"}
        refused = await refusal(does(stage.employer, "correct", agreement, letter=right | {"regular_pay": "8000"}))
        assert (refused.status, "转正起薪" in str(refused.problem["errors"])) == (422, True)
        corrected = await does(stage.employer, "correct", agreement, letter=right)
        assert label_of(corrected) == "单位已修改 等待学生确认"
        await stage.told(graduate, "请您确认")
        [change] = (await graduate.get(f"{path_of(agreement)}/terms"))["changes"]
        assert (change["title"], change["after"]) == ("岗位名称", "数据平台工程师")

        await confirms(graduate, agreement)
        await stage.told(stage.employer, "已确认修改")
        signed = await stage.pass_both_steps(agreement)
        acted = [entry["action"]["label"] for entry in signed["timeline"]]
        assert acted == ["发起签约邀请", "接受", "院系退回修改", "提交修改", "确认修改", "院系审核通过", "学校审核通过"]
        assert "数据平台工程师" in await printed(stage.employer, signed, "有效")


class TestOverdueCorrection:
    async def test_everybody_finds_it_overdue_until_it_is_corrected(self, stage: Stage, platform: Platform) -> None:
        graduate = await stage.enter(COLLEAGUES[2])
        agreement = await stage.invite(stage.employer, stage.data.employer, COLLEAGUES[2])
        await stage.accept(graduate, agreement)
        why = {"detail": "岗位名称与招聘公告不一致。", "fields": ["letter.job_title"]}
        await does(stage.department, "return", agreement, **why)
        readers = (stage.employer, stage.school, stage.department, graduate)
        assert [await overdue(reader) for reader in readers] == [[], [], [], []]
        await let_the_wait_pass(platform, agreement["id"])
        assert [await overdue(reader) for reader in readers] == [[agreement["id"]]] * 4
        assert (await stage.school.get("/agreements/v1/agreements/counts", cohort=COHORT))["overdue"] == 1

        right = stage.data.employer.letter() | {"job_title": "数据平台工程师"}
        corrected = await does(stage.employer, "correct", agreement, letter=right)
        assert label_of(corrected) == "单位已修改 等待学生确认"
        assert [await overdue(reader) for reader in readers] == [[], [], [], []]


async def overdue(reader: Person) -> list[str]:
    """已逾期."""
    rows = (await reader.get("/agreements/v1/agreements", cohort=COHORT, overdue=True))["items"]
    return [row["id"] for row in rows]
