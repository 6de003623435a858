"""The main job, end to end: an employer is verified, a graduate signs, the school approves, the agreement is issued."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from common import clock
from deploy.demo.data import COHORT, DemoData
from deploy.demo.people import until
from deploy.demo.stage import Facts, Stage, expect, or_refused, path_of, refusal, was_done

OPENID = "openid-demo-0001"
CONFLICT, FORBIDDEN, NOT_FOUND = 409, 403, 404


@dataclass
class Told:
    """What the story leaves behind, for whoever watches or checks."""

    agreement: Facts = field(default_factory=dict)
    rival_agreement: Facts = field(default_factory=dict)
    destination: Facts = field(default_factory=dict)
    pdf: bytes = b""
    statistics: Facts = field(default_factory=dict)
    workbench: Facts = field(default_factory=dict)
    notices: dict[str, list[str]] = field(default_factory=dict)


class Story(Stage):
    """Played step by step; each step is one sentence of the story and checks that it came true."""

    def __init__(self, gateway_url: str, sandbox_url: str, centre_password: str, data: DemoData | None = None) -> None:
        super().__init__(gateway_url, sandbox_url, centre_password, data)
        self.left = Told()

    @property
    def steps(self) -> tuple[tuple[str, Callable[[], Awaitable[None]]], ...]:
        """The story."""
        return (
            ("中心登录并开通学校；学校和院系用户使用就业管理系统账号登录", self.open_school),
            ("单位用户注册、登录，填写单位信息，上传材料并提交认证", self.apply_for_verification),
            (f"学校设置签约参数，导入 {len(self.data.people)} 名毕业生", self.import_roster),
            ("未通过认证的单位不能搜索毕业生、不能邀约", self.try_too_early),
            ("中心审核通过两家单位", self.verify_employers),
            ("毕业生登录学信网、核对信息、绑定微信，登记“不就业拟升学”并获学校通过", self.register_destination),
            ("单位按姓名、身份证号、学校精确搜索，加入收藏夹，发出签约邀请", self.send_invitations),
            ("毕业生收到微信和站内提醒，阅读条款并接受邀请", self.read_and_accept),
            ("另一单位的邀请可见但不能接受；原去向自动作废", self.look_but_not_touch),
            ("院系审核通过，学校审核通过，生成协议编号", self.review),
            ("电子就业协议书生成，三方均可下载，他人不能", self.download),
            ("工作台与学校统计更新，各方收到通知", self.count),
        )

    async def play(self) -> None:
        """All steps, in order."""
        for _, step in self.steps:
            await step()

    async def try_too_early(self) -> None:
        """Before the verification nothing is open to an employer, and it is told why."""
        refused = await refusal(self.employer.post("/agreements/v1/favourites", self.searched()))
        expect(refused.status in {FORBIDDEN, CONFLICT}, "未认证单位被拒绝", refused.problem)
        expect(refused.problem.get("rule") == "employer_is_verified", "说明原因", refused.problem)
        # An invitation goes to a favourite, which nobody has before the verification.
        letter = self.data.employer.letter()
        invitation = {"favourite_id": str(uuid4()), "letter": letter}
        refused = await refusal(self.employer.post("/agreements/v1/invitations", invitation))
        expect(refused.status in {FORBIDDEN, NOT_FOUND, CONFLICT}, "未认证单位不能邀约", refused.problem)

    async def register_destination(self) -> None:
        """A first destination, passed by department and school."""
        graduate = await self.enter()
        await graduate.bind_wechat(OPENID, self.data.people[0].name)
        made = await until(
            lambda: or_refused(graduate.post("/destinations/v1/destinations", {"destination_code": "71"})), was_done
        )
        path = f"/destinations/v1/destinations/{made['id']}"
        await self.department.post(f"{path}/pass")
        await self.school.post(f"{path}/pass")
        self.left.destination = await graduate.get(path)
        status = self.left.destination["status"]
        expect(status["label"] == "去向登记审核通过", "去向登记审核通过", status)

    async def send_invitations(self) -> None:
        """Two employers want the same graduate."""
        self.left.agreement = await self.invite(self.employer, self.data.employer)
        self.left.rival_agreement = await self.invite(self.rival, self.data.rival)
        for agreement in (self.left.agreement, self.left.rival_agreement):
            expect(_ends_after_whole_days(agreement, days=2), "应约截止时间为两个整日后的零点", agreement["deadline"])

    async def read_and_accept(self) -> None:
        """Told in the inbox and in WeChat: the graduate signs in again, reads and accepts."""
        graduate = await self.enter()
        await until(lambda: graduate.wechat_messages(OPENID), lambda messages: len(messages) > 1)
        await graduate.sign_in()
        await self.told(graduate, "邀请")
        accepted = await self.accept(graduate, self.left.agreement)
        expect(accepted["status"]["code"] == "in_review", "学生已应约", accepted["status"])

    async def look_but_not_touch(self) -> None:
        """The other invitation stays visible; the earlier destination has become 已作废 by itself."""
        graduate = await self.enter()
        seen = await graduate.get(path_of(self.left.rival_agreement))
        accept = next(option for option in seen["actions"] if option["action"] == "accept")
        expect(not accept["allowed"], "其他邀请不能接受", accept)
        refused = await refusal(self.accept(graduate, self.left.rival_agreement))
        expect(refused.status == CONFLICT, "其他邀请不能接受", refused.problem)
        path = f"/destinations/v1/destinations/{self.left.destination['id']}"
        self.left.destination = await until(
            lambda: graduate.get(path), lambda found: found["status"]["label"] == "已作废"
        )

    async def review(self) -> None:
        """Not the school before the department; then both, and the agreement has its number."""
        refused = await refusal(self.school.post(f"{path_of(self.left.agreement)}/pass"))
        expect(refused.status in {FORBIDDEN, CONFLICT}, "院系审核前学校不能审核", refused.problem)
        self.left.agreement = await self.pass_both_steps(self.left.agreement)
        expect(bool(self.left.agreement["number"]), "协议编号", self.left.agreement)

    async def download(self) -> None:
        """The same bytes for both sides and the school, and for nobody else."""
        graduate = await self.enter()
        path = f"/documents/v1/agreements/{self.left.agreement['id']}"
        issued = await until(lambda: or_refused(graduate.get(path)), was_done)
        copies = [await person.download(f"{path}/content") for person in (graduate, self.employer, self.school)]
        self.left.pdf = copies[0]
        digests = {hashlib.sha256(copy).hexdigest() for copy in copies}
        expect(digests == {issued["sha256"]}, "三方下载的协议书一致", digests)
        async with self.another_department() as other_department:
            for outsider in (self.rival, self.centre, await self.enter(1), other_department):
                refused = await refusal(outsider.download(f"{path}/content"))
                expect(refused.status in {FORBIDDEN, NOT_FOUND}, "他人不能下载", refused.problem)

    async def count(self) -> None:
        """Workbench and statistics show the new counts, and everybody was told."""
        graduate = await self.enter()
        self.left.workbench = await until(
            lambda: self.employer.get("/stats/v1/workbench", cohort=COHORT),
            lambda bench: _signed(bench) == 1,
        )
        self.left.statistics = await until(
            lambda: self.school.get("/stats/v1/school-statistics", cohort=COHORT), self._is_counted
        )
        for who, person, word in (
            ("毕业生", graduate, "签约成功"),
            ("单位", self.employer, "签约成功"),
            ("院系", self.department, "等待审核"),
            ("学校", self.school, "等待审核"),
        ):
            self.left.notices[who] = await self.told(person, word)

    def _is_counted(self, statistics: Facts) -> bool:
        counts = statistics["total"]["counts"]
        return (counts["signed"], counts["total"]) == (1, len(self.data.people))


def _ends_after_whole_days(agreement: Facts, days: int) -> bool:
    """Midnight in China, the day of the invitation not counted (guides/003 fig 10 and 11)."""
    sent, deadline = (datetime.fromisoformat(agreement[name]) for name in ("invited_at", "deadline"))
    return deadline == clock.shanghai_midnight(clock.shanghai_date(sent) + timedelta(days=days + 1))


def _signed(workbench: Facts) -> int:
    return next(tab["count"] for tab in workbench["tabs"] if tab["code"] == "signed")
