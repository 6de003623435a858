"""The main job, end to end: an employer is verified, a graduate signs, the school approves, the agreement is issued."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from deploy.demo.data import CHSI_PASSWORD, COHORT, EMPLOYER_PASSWORD, STAFF_PASSWORD, DemoData, EmployerData
from deploy.demo.people import EmployerPerson, GraduatePerson, Person, Refused, Staff, until
from deploy.embedded.centre import CENTRE_USERNAME
from tests.support.files import pdf_scan, png_scan

OPENID = "openid-demo-0001"
WAITING = ("awaiting_graduate", "in_review")


@dataclass
class Cast:
    """Everybody in the story, signed in as the story goes on."""

    centre: Staff
    school: Staff
    department: Staff
    employer: EmployerPerson
    rival: EmployerPerson
    graduate: GraduatePerson
    others: list[Person] = field(default_factory=list)

    def everybody(self) -> list[Person]:
        """All of them."""
        return [self.centre, self.school, self.department, self.employer, self.rival, self.graduate, *self.others]


@dataclass
class Told:
    """What the story leaves behind, for whoever watches or checks."""

    agreement: dict[str, Any] = field(default_factory=dict)
    rival_agreement: dict[str, Any] = field(default_factory=dict)
    destination: dict[str, Any] = field(default_factory=dict)
    pdf: bytes = b""
    statistics: dict[str, Any] = field(default_factory=dict)
    workbench: dict[str, Any] = field(default_factory=dict)
    notices: dict[str, list[str]] = field(default_factory=dict)


class Story:
    """Played step by step; each step is one sentence of the story and checks that it came true."""

    def __init__(self, gateway_url: str, sandbox_url: str, centre_password: str, data: DemoData | None = None) -> None:
        self.data = data or DemoData()
        self.told = Told()
        self._gateway = gateway_url
        self._sandbox = sandbox_url
        self._centre_password = centre_password
        place = (gateway_url, sandbox_url)
        self.cast = Cast(
            centre=Staff(*place),
            school=Staff(*place),
            department=Staff(*place),
            employer=EmployerPerson(*place),
            rival=EmployerPerson(*place),
            graduate=GraduatePerson(*place, self.data.graduate.id_number, CHSI_PASSWORD),
        )

    @property
    def steps(self) -> tuple[tuple[str, Callable[[], Awaitable[None]]], ...]:
        """The story."""
        return (
            ("中心登录，开通学校并创建校、院两级账号", self.open_school),
            ("单位用户注册、登录，填写单位信息，上传材料并提交认证", self.apply_for_verification),
            ("学校设置签约参数，导入 200 名毕业生", self.import_roster),
            ("未通过认证的单位不能搜索毕业生、不能邀约", self.invite_too_early),
            ("中心审核通过两家单位", self.verify_employers),
            ("毕业生登录学信网、核对信息、绑定微信，登记“不就业拟升学”并获学校通过", self.register_destination),
            ("单位按姓名、身份证号、学校精确搜索，加入收藏夹，发出签约邀请", self.invite),
            ("毕业生收到微信和站内提醒，阅读条款并接受邀请", self.accept),
            ("另一单位的邀请可见但不能接受；原去向自动作废", self.look_but_not_touch),
            ("院系审核通过，学校审核通过，生成协议编号", self.pass_both_steps),
            ("电子就业协议书生成，三方均可下载，他人不能", self.download),
            ("工作台与学校统计更新，各方收到通知", self.count),
        )

    async def play(self) -> None:
        """All steps, in order."""
        for _, step in self.steps:
            await step()

    async def close(self) -> None:
        """Close all browsers."""
        await asyncio.gather(*(person.close() for person in self.cast.everybody()))

    async def open_school(self) -> None:
        centre, school = self.cast.centre, self.data.school
        await centre.sign_in(CENTRE_USERNAME, self._centre_password)
        await centre.post(
            "/identity/v1/schools",
            {
                "code": school.code,
                "identifier": school.identifier,
                "name": school.name,
                "province_code": school.province_code,
            },
        )
        await self._create_staff(school.username, "王老师", role="school_user")
        for number, department in enumerate(self.data.departments(), start=1):
            username = school.department_username(number)
            await self._create_staff(username, f"{department[:2]}老师", role="department_user", department=department)
        await self.cast.school.sign_in(school.username, STAFF_PASSWORD)
        number = self.data.departments().index(self.data.graduate.department) + 1
        await self.cast.department.sign_in(school.department_username(number), STAFF_PASSWORD)

    async def apply_for_verification(self) -> None:
        await self._apply(self.cast.employer, self.data.employer)
        await self._apply(self.cast.rival, self.data.rival)

    async def import_roster(self) -> None:
        settings = {
            "signing_open": True,
            "review_mode": "department_then_school",
            "contact": {
                "name": "张思",
                "phone": "0571-87950000",
                "address": "浙江省杭州市西湖区示例路 1 号",
                "postcode": "310058",
            },
        }
        await self.cast.school.put(f"/agreements/v1/sign-settings/{COHORT}", settings)
        path, workbook = f"/identity/v1/roster-imports?cohort={COHORT}", self.data.workbook()
        rehearsal = await self.cast.school.upload(f"{path}&dry_run=true", "roster.xlsx", workbook)
        imported = await self.cast.school.upload(f"{path}&dry_run=false", "roster.xlsx", workbook)
        _expect(rehearsal["new"] == imported["new"] == len(self.data.people), "两次导入报告一致", imported)
        await self._tell_chsi()

    async def invite_too_early(self) -> None:
        refused = await self._refusal(self.cast.employer.post("/agreements/v1/favourites", self._searched()))
        _expect(refused.status in {403, 409}, "未认证单位被拒绝", refused.problem)

    async def verify_employers(self) -> None:
        queue = await self.cast.centre.get("/identity/v1/verifications", status="material_review")
        for waiting in queue["items"]:
            await self.cast.centre.post(f"/identity/v1/verifications/{waiting['id']}/approve")
        await self._told(self.cast.employer, "认证")

    async def register_destination(self) -> None:
        graduate, school = self.cast.graduate, self.cast.school
        await graduate.sign_in()
        await graduate.confirm_data()
        await graduate.bind_wechat(OPENID, self.data.graduate.name)
        made = await until(
            lambda: _or_refused(graduate.post("/destinations/v1/destinations", {"destination_code": "71"})),
            lambda answer: not isinstance(answer, Refused),
        )
        path = f"/destinations/v1/destinations/{made['id']}"
        await self.cast.department.post(f"{path}/pass")
        self.told.destination = await school.post(f"{path}/pass")
        _expect((await graduate.get(path))["status"]["label"] == "去向登记审核通过", "去向登记审核通过", made)

    async def invite(self) -> None:
        self.told.agreement = await self._invite(self.cast.employer, self.data.employer)
        self.told.rival_agreement = await self._invite(self.cast.rival, self.data.rival)

    async def accept(self) -> None:
        graduate = self.cast.graduate
        await until(lambda: graduate.wechat_messages(OPENID), lambda messages: len(messages) >= 2)
        await graduate.sign_in()
        await self._told(graduate, "邀请")
        path = self._path(self.told.agreement)
        terms = await graduate.get(f"{path}/terms")
        accepted = await graduate.post(
            f"{path}/accept", {"version": terms["version"], "terms_sha256": terms["terms_sha256"]}
        )
        _expect(accepted["status"]["code"] == "in_review", "学生已应约", accepted["status"])

    async def look_but_not_touch(self) -> None:
        graduate = self.cast.graduate
        path = self._path(self.told.rival_agreement)
        seen = await graduate.get(path)
        accept = next(option for option in seen["actions"] if option["action"] == "accept")
        _expect(not accept["allowed"], "其他邀请不能接受", accept)
        terms = await graduate.get(f"{path}/terms")
        body = {"version": terms["version"], "terms_sha256": terms["terms_sha256"]}
        refused = await self._refusal(graduate.post(f"{path}/accept", body))
        _expect(refused.status == 409, "其他邀请不能接受", refused.problem)
        destination = f"/destinations/v1/destinations/{self.told.destination['id']}"
        self.told.destination = await until(
            lambda: graduate.get(destination), lambda found: found["status"]["label"] == "已作废"
        )

    async def pass_both_steps(self) -> None:
        path = self._path(self.told.agreement)
        refused = await self._refusal(self.cast.school.post(f"{path}/pass"))
        _expect(refused.status in {403, 409}, "院系审核前学校不能审核", refused.problem)
        await self.cast.department.post(f"{path}/pass")
        self.told.agreement = await self.cast.school.post(f"{path}/pass")
        _expect(bool(self.told.agreement["number"]), "协议编号", self.told.agreement)

    async def download(self) -> None:
        path = f"/documents/v1/agreements/{self.told.agreement['id']}"
        cast = self.cast
        issued = await until(
            lambda: _or_refused(cast.graduate.get(path)), lambda answer: not isinstance(answer, Refused)
        )
        copies = [await person.download(f"{path}/content") for person in (cast.graduate, cast.employer, cast.school)]
        self.told.pdf = copies[0]
        digests = {hashlib.sha256(copy).hexdigest() for copy in copies}
        _expect(digests == {issued["sha256"]}, "三方下载的协议书一致", {"sha256": issued["sha256"]})
        for outsider in (cast.rival, cast.centre):
            refused = await self._refusal(outsider.download(f"{path}/content"))
            _expect(refused.status in {403, 404}, "他人不能下载", refused.problem)

    async def count(self) -> None:
        cast = self.cast
        self.told.workbench = await until(
            lambda: cast.employer.get("/stats/v1/workbench", cohort=COHORT),
            lambda bench: _count(bench["tabs"], "signed") == 1,
        )
        self.told.statistics = await until(
            lambda: cast.school.get("/stats/v1/school-statistics", cohort=COHORT), self._school_is_counted
        )
        for who, person, word in (
            ("毕业生", cast.graduate, "通过"),
            ("单位", cast.employer, "通过"),
            ("院系", cast.department, "审核"),
            ("学校", cast.school, "审核"),
        ):
            self.told.notices[who] = await self._told(person, word)

    def _school_is_counted(self, statistics: dict[str, Any]) -> bool:
        return statistics["total"]["counts"]["signed"] == 1 and statistics["total"]["counts"]["total"] == len(
            self.data.people
        )

    async def _create_staff(self, username: str, name: str, **scope: str) -> None:
        account = {"username": username, "password": STAFF_PASSWORD, "name": name, "school_code": self.data.school.code}
        await self.cast.centre.post("/identity/v1/staff-users", {**account, **scope})

    async def _apply(self, person: EmployerPerson, employer: EmployerData) -> None:
        await person.register(employer.mobile, EMPLOYER_PASSWORD)
        await person.patch("/identity/v1/employer-users/me", {"name": employer.contact, "email": "hr@example.com"})
        await person.put("/identity/v1/employer", employer.form())
        await person.refresh()
        licence = await person.upload(
            "/documents/v1/files", "营业执照.png", png_scan("营业执照 " + employer.name), purpose="business_licence"
        )
        letter = await person.upload(
            "/documents/v1/files", "网签授权书.pdf", pdf_scan("网签授权书"), purpose="authorisation_letter"
        )
        files = {"licence_file_id": licence["file_id"], "letter_file_id": letter["file_id"]}
        await person.post("/identity/v1/employer/verifications", {"method": "material", **files})

    async def _tell_chsi(self) -> None:
        async with httpx.AsyncClient(base_url=self._sandbox, timeout=30) as chsi:
            (await chsi.post("/sandbox/chsi/people", json=self.data.chsi_people())).raise_for_status()

    def _searched(self) -> dict[str, str]:
        person = self.data.graduate
        return {"name": person.name, "id_number": person.id_number, "school_name": self.data.school.name}

    async def _invite(self, person: EmployerPerson, employer: EmployerData) -> dict[str, Any]:
        async def favour() -> Any:
            return await _or_refused(person.post("/agreements/v1/favourites", self._searched()))

        favourite = await until(favour, lambda answer: not isinstance(answer, Refused))
        invitation = {"favourite_id": favourite["id"], "letter": employer.letter()}
        return await person.post("/agreements/v1/invitations", invitation)

    async def _told(self, person: Person, word: str) -> list[str]:
        return await until(person.notices, lambda titles: any(word in title for title in titles))

    @staticmethod
    async def _refusal(attempt: Awaitable[Any]) -> Refused:
        answer = await _or_refused(attempt)
        _expect(isinstance(answer, Refused), "应被拒绝", answer)
        return answer

    @staticmethod
    def _path(agreement: dict[str, Any]) -> str:
        return f"/agreements/v1/agreements/{agreement['id']}"


@asynccontextmanager
async def story(gateway_url: str, sandbox_url: str, centre_password: str) -> AsyncIterator[Story]:
    """A story whose people's browsers are closed in the end."""
    told = Story(gateway_url, sandbox_url, centre_password)
    try:
        yield told
    finally:
        await told.close()


async def _or_refused(attempt: Awaitable[Any]) -> Any:
    try:
        return await attempt
    except Refused as refused:
        return refused


def _count(counts: list[dict[str, Any]], code: str) -> int:
    return next(entry["count"] for entry in counts if entry["code"] == code)


def _expect(true: bool, what: str, facts: Any) -> None:
    if not true:
        raise AssertionError(f"{what}: {facts!r}")
