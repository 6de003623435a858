"""What the school does to signed agreements: 作废, amendments, cases of “这不是我签的”; and what its list of graduates
does to them by itself (guides/000 §7 and §8)."""

from deploy.demo.people import Person, until
from deploy.demo.stage import Stage, path_of, refusal
from deploy.embedded.platform import Platform
from tests.journeys.casting import COLLEAGUES
from tests.journeys.conftest import SetStage
from tests.journeys.moves import SIGNED, counted, does, invited_again, label_of, outcome_is, printed, uploads
from tests.journeys.outside import outside
from tests.journeys.roster import pulled, rows_of

FOUND = {"detail": "登录记录与短信记录已核对。"}


class TestVoid:
    async def test_both_are_told_and_the_talk_stays_with_the_school(self, stage: Stage) -> None:
        number = COLLEAGUES[0]
        agreement = await stage.sign(number)
        graduate = await stage.enter(number)
        await outcome_is(graduate, SIGNED)
        why = {"detail": "单位已注销。", "talk": "与陈静通话，单位同意作废。"}
        voided = await does(stage.school, "void", agreement, **why)
        assert voided["ending"] == {"reason": {"code": "school_voided", "label": "学校作废"}, **why}
        for side in (graduate, stage.employer):
            await stage.told(side, "签约已作废")
            ending = (await side.get(path_of(agreement)))["ending"]
            assert (ending["detail"], ending["talk"]) == (why["detail"], None)
        await printed(graduate, agreement, "已作废")
        await outcome_is(graduate, None)
        await stage.accept(graduate, await invited_again(stage, number))


class TestDispute:
    async def test_everything_rests_until_the_school_has_decided(self, stage: Stage) -> None:
        number = COLLEAGUES[1]
        agreement = await stage.sign(number)
        graduate = await stage.enter(number)
        proof = await uploads(graduate, "dispute_proof", "短信截图")
        not_mine = {"detail": "我没有登录过。", "file_ids": [proof]}
        assert (await does(graduate, "dispute", agreement, **not_mine))["frozen"]
        await stage.told(stage.school, "提出异议")
        await stage.told(stage.employer, "存在异议，已暂停")
        await printed(stage.employer, agreement, "异议处理中")
        refused = await refusal(does(stage.employer, "request-rescission", agreement, reason="agreed"))
        assert (refused.status, refused.problem["rule"]) == (409, "agreement_is_not_frozen")

        dismissed = await does(stage.school, "dismiss-dispute", agreement, **FOUND)
        assert (dismissed["frozen"], label_of(dismissed)) == (False, "签约审核通过")
        await stage.told(graduate, "异议不成立")
        await printed(stage.employer, agreement, "有效")

        again = await uploads(graduate, "dispute_proof", "公安机关受案回执")
        await does(graduate, "dispute", agreement, detail="账号被他人使用，已报警。", file_ids=[again])
        upheld = await does(stage.school, "uphold-dispute", agreement, **FOUND)
        assert label_of(upheld) == "已作废"
        for side in (graduate, stage.employer):
            await stage.told(side, "签约异议成立")
        cases = await graduate.get(f"{path_of(agreement)}/disputes")
        assert [case["outcome"]["code"] for case in cases] == ["upheld", "dismissed"]


class TestAmendment:
    async def test_the_graduate_is_told_by_wechat_and_by_text_message(self, stage: Stage, platform: Platform) -> None:
        number = COLLEAGUES[2]
        openid, person = f"openid-{stage.data.school.code}", stage.data.people[number]
        graduate = await stage.enter(number)
        await graduate.bind_wechat(openid, person.name)
        agreement = await stage.sign(number)
        body = {"changes": {"letter.report_place": "临平区政务中心"}, "detail": "单位迁址。"}
        await does(stage.school, "amend", agreement, **body)
        for side in (graduate, stage.employer):
            await stage.told(side, "签约信息被学校修改")
            [amendment] = (await side.get(path_of(agreement)))["amendments"]
            [change] = amendment["changes"]
            assert (change["title"], change["after"]) == ("报到地点", "临平区政务中心")
        await until(
            lambda: graduate.wechat_messages(openid),
            lambda messages: any("报到地点" in str(message["data"]) for message in messages),
        )
        async with outside(platform.sandbox_url) as beyond:
            await until(lambda: beyond.texts_to(person.mobile), lambda texts: any("修改" in text for text in texts))


class TestLeavingTheRoster:
    async def test_favourite_invitation_and_agreement_become_invalid(
        self, set_stage: SetStage, platform: Platform
    ) -> None:
        stage = await set_stage()
        agreement = await stage.sign(0)
        invitation = await stage.invite(stage.rival, stage.data.rival)
        await counted(stage, signed=1, awaiting_graduate=1)
        async with outside(platform.sandbox_url) as beyond:
            code, rows = stage.data.school.code, rows_of(stage)
            await beyond.list_graduates(code, rows)
            await pulled(stage.school, mode="full")
            await beyond.strike_off(code, rows[0]["考生号"], "未取得毕业资格")
            assert (await pulled(stage.school))["removed"] == 1
        for person, mine in ((stage.employer, agreement), (stage.rival, invitation)):
            await stage.told(person, "签约已失效")
            seen = await person.get(path_of(mine))
            assert (label_of(seen), seen["ending"]["reason"]["label"]) == ("失效", "毕业生已不在学生名单中")
            assert await invalid_favourites(person) == [stage.data.people[0].name]
        await printed(stage.employer, agreement, "失效")
        await counted(stage, signed=0, invalidated=2)


async def invalid_favourites(person: Person) -> list[str]:
    """学生收藏夹, the tab 失效."""
    return [row["name"] for row in (await person.get("/agreements/v1/favourites", state="invalid"))["items"]]
