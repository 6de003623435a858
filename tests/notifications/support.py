"""The people of these tests, what other services say about them, and the outside world."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI
from sqlalchemy import text

from common.auth.actors import (
    Actor,
    CentreUser,
    DepartmentUser,
    EmployerUser,
    Graduate,
    ProvinceUser,
    SchoolUser,
    ServiceAccount,
)
from common.contracts.agreements import (
    AgreementPassedByDepartment,
    AgreementRejected,
    AgreementSigned,
    InvitationAccepted,
    InvitationDeclined,
    InvitationExpired,
    InvitationSent,
)
from common.contracts.destinations import (
    DestinationApproved,
    DestinationPassedByDepartment,
    DestinationRejected,
    DestinationSubmitted,
    DestinationVoided,
    DestinationWithdrawn,
)
from common.contracts.documents import AgreementIssued
from common.contracts.event import Event
from common.contracts.identity import (
    EmployerCorrected,
    EmployerCorrectionRejected,
    EmployerCorrectionRequested,
    EmployerJoinRefused,
    EmployerJoinRequested,
    EmployerMarked,
    EmployerMarkLifted,
    EmployerReinstated,
    EmployerRemittanceFailed,
    EmployerRemittanceMade,
    EmployerSuspended,
    EmployerUserCredentialsChanged,
    EmployerUserJoined,
    EmployerUserLeft,
    EmployerVerificationRejected,
    EmployerVerificationSubmitted,
    EmployerVerified,
    GraduateRemoved,
    WarningAppealDismissed,
    WarningAppealed,
)
from common.testing.harness import ServiceHarness
from notifications.resources import Channels
from tests.notifications.agreements_say import AGREEMENT, whole_lives
from tests.notifications.agreements_say import AGREEMENT_ID as AGREEMENT_ID
from tests.notifications.agreements_say import DEADLINE as DEADLINE
from tests.notifications.agreements_say import EMPLOYER_ID as EMPLOYER_ID
from tests.notifications.agreements_say import GRADUATE_ID as GRADUATE_ID
from tests.notifications.agreements_say import NOON as NOON

NIGHT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
"""23:00 in Shanghai."""
MOBILE = "13812340001"
SERVICE = ServiceAccount(id=uuid4(), name="identity")

DESTINATION_ID = UUID("00000000-0000-7000-8000-0000000000d1")

EMPLOYER_USER = EmployerUser(id=uuid4(), name="周经理", employer_id=EMPLOYER_ID)
FORMER = EmployerUser(id=uuid4(), name="吴经理", employer_id=None)
"""A user who does not belong to the employer, any more or yet."""
COLLEAGUE = EmployerUser(id=uuid4(), name="吴经理", employer_id=EMPLOYER_ID)
GRADUATE = Graduate(
    id=uuid4(), name="欧阳静怡", graduate_id=GRADUATE_ID, school_code="10001", cohort=2027, confirmed=True
)
SCHOOL_USER = SchoolUser(id=uuid4(), name="王老师", school_code="10001")
DEPARTMENT_USER = DepartmentUser(id=uuid4(), name="赵老师", school_code="10001", department="计算机学院")
CENTRE_USER = CentreUser(id=uuid4(), name="李老师")

OUTSIDERS: dict[str, Actor] = {
    "another employer": EmployerUser(id=uuid4(), name="郑经理", employer_id=uuid4()),
    "a user without an employer": EmployerUser(id=uuid4(), name="钱经理", employer_id=None),
    "another graduate": Graduate(
        id=uuid4(), name="买买提·吐尔逊", graduate_id=uuid4(), school_code="10001", cohort=2027, confirmed=True
    ),
    "the same person in another cohort": Graduate(
        id=GRADUATE.id, name="欧阳静怡", graduate_id=uuid4(), school_code="10001", cohort=2024, confirmed=True
    ),
    "another school": SchoolUser(id=uuid4(), name="孙老师", school_code="10002"),
    "another department": DepartmentUser(id=uuid4(), name="冯老师", school_code="10001", department="文学院"),
    "a department of the same name elsewhere": DepartmentUser(
        id=uuid4(), name="陈老师", school_code="10002", department="计算机学院"
    ),
    "a province": ProvinceUser(id=uuid4(), name="褚老师", province_code="11"),
    "a service": SERVICE,
}

_DESTINATION: dict[str, Any] = {
    "destination_id": DESTINATION_ID,
    "graduate_id": GRADUATE_ID,
    "graduate_name": "欧阳静怡",
    "school_code": "10001",
    "department": "计算机学院",
    "cohort": 2027,
    "destination_code": "71",
}
_EMPLOYER: dict[str, Any] = {"employer_id": EMPLOYER_ID, "name": "北京示范科技有限公司"}
_FACTS: dict[str, Any] = {
    **_EMPLOYER,
    "uscc": "91110108MA01C2D34F",
    "nature_code": "29",
    "industry_code": "65",
    "region_code": "110108",
    "address": "北京市海淀区学院路1号",
}
_WARNING: dict[str, Any] = {
    "employer_key": "uscc:91110108MA01C2D34F",
    "name": "北京示范科技有限公司",
    "uscc": "91110108MA01C2D34F",
    "mark_id": UUID(int=0xF1),
    "employer_id": EMPLOYER_ID,
    "school_code": "10001",
    "school_name": "北京大学",
}
ANSWER_BY = datetime(2026, 11, 28, 16, 0, tzinfo=UTC)
"""2026-11-29 00:00 in Shanghai."""


def invitation(**changes: Any) -> InvitationSent:
    return InvitationSent(**{**AGREEMENT, "job_title": "软件工程师", "deadline": DEADLINE, **changes})


def accepted(step: str = "department", **changes: Any) -> InvitationAccepted:
    return InvitationAccepted(**{**AGREEMENT, "accepted_at": NOON, "review_step": step, **changes})


def passed(**changes: Any) -> AgreementPassedByDepartment:
    return AgreementPassedByDepartment(**{**AGREEMENT, **changes})


def signed(**changes: Any) -> AgreementSigned:
    return AgreementSigned(**{**AGREEMENT, "agreement_number": "20271000100000013", "signed_at": NOON, **changes})


def rejected(**changes: Any) -> AgreementRejected:
    facts = {"step": "school", "reason": "岗位信息不真实", "detail": "请核实工作地点"}
    return AgreementRejected(**{**AGREEMENT, **facts, **changes})


def destination(kind: type[Event], **changes: Any) -> Event:
    return kind(**{**_DESTINATION, **changes})


def issued() -> AgreementIssued:
    return AgreementIssued(
        agreement_id=AGREEMENT_ID,
        document_id=uuid4(),
        employer_id=EMPLOYER_ID,
        graduate_id=GRADUATE_ID,
        school_code="10001",
        agreement_number="20271000100000013",
        employer_name="北京示范科技有限公司",
        graduate_name="欧阳静怡",
        pages=2,
        sha256="0" * 64,
    )


def remittance(**changes: Any) -> EmployerRemittanceMade:
    return EmployerRemittanceMade(**{**_EMPLOYER, "verification_id": uuid4(), "answer_by": ANSWER_BY, **changes})


def employer_says(kind: type[Event], **facts: Any) -> Event:
    """An event about the employer, with its particulars where they belong."""
    return kind(**{**_FACTS, **facts})


def joined(user_id: UUID | None = None) -> EmployerUserJoined:
    return EmployerUserJoined(**_EMPLOYER, user_id=user_id or FORMER.id, user_name="吴经理")


def left(removed_by: str | None = None, user_id: UUID | None = None) -> EmployerUserLeft:
    return EmployerUserLeft(**_EMPLOYER, user_id=user_id or FORMER.id, user_name="吴经理", removed_by=removed_by)


def removed() -> GraduateRemoved:
    return GraduateRemoved(
        graduate_id=GRADUATE_ID,
        person_index="p" * 43,
        name="欧阳静怡",
        id_number_masked="1101**********002X",
        cohort=2027,
        school_code="10001",
        school_name="北京大学",
        department="计算机学院",
        level_code="31",
        major_name="计算机科学与技术",
        training_mode_code="1",
        may_sign=False,
        on_roster=False,
        reason="退学",
    )


def warning_says(kind: type[Event], **facts: Any) -> Event:
    return kind(**{**_WARNING, **facts})


def _from_identity() -> list[Event]:
    verification, appeal = uuid4(), uuid4()
    return [
        remittance(),
        employer_says(EmployerRemittanceFailed, verification_id=verification, reason="账号与户名不符"),
        employer_says(EmployerSuspended, reason="授权书公章与单位名称不一致"),
        employer_says(EmployerReinstated),
        employer_says(EmployerCorrectionRequested, correction_id=verification, file_ids=[]),
        employer_says(EmployerCorrectionRejected, correction_id=verification, reason="证明材料不清晰"),
        employer_says(EmployerCorrected, changed_fields=["name", "address"]),
        employer_says(EmployerJoinRequested, request_id=verification, applicant_name="吴经理"),
        joined(),
        left(),
        left("周经理"),
        employer_says(
            EmployerJoinRefused, request_id=verification, user_id=FORMER.id, because="refused", reason="不是本单位员工"
        ),
        employer_says(
            EmployerJoinRefused, request_id=verification, user_id=FORMER.id, because="expired", reason="未在期限内答复"
        ),
        EmployerUserCredentialsChanged(user_id=FORMER.id, what="password", at=NOON),
        EmployerUserCredentialsChanged(user_id=FORMER.id, what="mobile", at=NOON),
        removed(),
        warning_says(EmployerMarked, warning_types=["fake", "false_advertising"], reason="岗位与宣传不符"),
        warning_says(EmployerMarkLifted, because="appeal_upheld"),
        warning_says(WarningAppealed, appeal_id=appeal, file_ids=[]),
        warning_says(WarningAppealDismissed, appeal_id=appeal, reason="所附材料不能证明"),
    ]


def samples() -> list[Event]:
    """One of each event that anybody is told of; of some, one for each branch."""
    verification = uuid4()
    return [
        EmployerVerificationSubmitted(**_EMPLOYER, verification_id=verification, method="material", file_ids=[]),
        EmployerVerified(**_FACTS),
        EmployerVerificationRejected(**_EMPLOYER, verification_id=verification, reason="营业执照不清晰"),
        invitation(),
        accepted("department"),
        accepted("school"),
        InvitationDeclined(**AGREEMENT),
        InvitationExpired(**AGREEMENT),
        passed(),
        passed(kind="offline", offline_review="sheet"),
        passed(kind="offline", offline_review="copy", agreement_type="two_party"),
        passed(kind="supplement"),
        signed(),
        rejected(),
        rejected(step="department", detail=""),
        destination(DestinationSubmitted, review_step="department"),
        destination(DestinationSubmitted, review_step="school"),
        destination(DestinationPassedByDepartment),
        destination(DestinationApproved),
        destination(DestinationRejected, reason="证明材料不清晰"),
        destination(DestinationWithdrawn, cause="signing"),
        destination(DestinationVoided, cause="signing"),
        issued(),
        *_from_identity(),
        *whole_lives(),
    ]


async def notices(harness: ServiceHarness, actor: Actor, **params: Any) -> dict[str, Any]:
    answer = await harness.client(actor).get("/v1/notices", params=params)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def titles(harness: ServiceHarness, actor: Actor) -> list[str]:
    return [item["title"] for item in (await notices(harness, actor))["items"]]


class Outside:
    """The sandbox, as tests steer and read it."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox")

    async def fail(self, system: str, mode: str, **how: Any) -> None:
        answer = await self.http.put(f"/sandbox/failures/{system}", json={"mode": mode, **how})
        assert answer.is_success, answer.text

    async def recover(self) -> None:
        await self.http.delete("/sandbox/failures")

    async def follow(self, openid: str) -> str:
        """Somebody follows the account and gets a login code."""
        await self.http.put(f"/sandbox/wechat/followers/{openid}", json={"nickname": "静怡"})
        return str((await self.http.post(f"/sandbox/wechat/followers/{openid}/code")).json()["code"])

    async def unfollow(self, openid: str) -> None:
        await self.http.delete(f"/sandbox/wechat/followers/{openid}")

    async def wechat(self, openid: str = "o-ouyang") -> list[dict[str, Any]]:
        return list((await self.http.get("/sandbox/wechat/messages", params={"openid": openid})).json())

    async def sms(self, mobile: str = MOBILE) -> list[dict[str, Any]]:
        return list((await self.http.get("/sandbox/sms", params={"mobile": mobile})).json())

    async def receipts(self) -> None:
        """Let every receipt be posted."""
        await self.app.state.receipts.settle()

    def end_tokens(self) -> None:
        """WeChat forgets every access token: what the account holds is refused with 40001."""
        self.app.state.tokens._tokens.clear()


async def bind(harness: ServiceHarness, outside: Outside, actor: Graduate = GRADUATE, openid: str = "o-ouyang") -> None:
    code = await outside.follow(openid)
    answer = await harness.client(actor).put("/v1/wechat-binding", json={"code": code})
    assert answer.status_code == 200, answer.text


async def deliveries(harness: ServiceHarness) -> list[Any]:
    return await harness.rows("SELECT * FROM deliveries ORDER BY created_at, id")


async def send(harness: ServiceHarness) -> int:
    return await harness.run_job("send_deliveries")


def after(**ago: float) -> datetime:
    return NOON + timedelta(**ago)


async def statuses(harness: ServiceHarness, channel: str = "wechat") -> list[tuple[str, int, str | None]]:
    found = [row for row in await deliveries(harness) if row.channel == channel]
    return [(row.status, row.send_count, row.last_error) for row in found]


def somebody() -> Graduate:
    return Graduate(
        id=uuid4(), name="买买提·吐尔逊", graduate_id=uuid4(), school_code="10001", cohort=2027, confirmed=True
    )


async def execute(harness: ServiceHarness, sql: str, **values: Any) -> None:
    async with harness.context.database.transaction() as session:
        await session.execute(text(sql), values)


class Scripted:
    """A WeChat that gives a token and then always the same answer to messages."""

    def __init__(self, answer: dict[str, Any] | httpx.Response | Exception) -> None:
        self.answer = answer
        self.messages: list[dict[str, Any]] = []

    def take(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/token"):
            return httpx.Response(200, json={"access_token": "t", "expires_in": 7200})
        if request.url.path.endswith("/oauth2/access_token"):
            return httpx.Response(200, json={"openid": "o-ouyang"})
        self.messages.append(json.loads(request.content))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer if isinstance(self.answer, httpx.Response) else httpx.Response(200, json=self.answer)


def connect(harness: ServiceHarness, http: httpx.AsyncClient) -> None:
    """Let the service speak to the world through this client."""
    harness.context.http = http
    harness.context.resources = Channels.of(harness.context)


async def bind_scripted(harness: ServiceHarness, scripted: Scripted) -> None:
    """The graduate has bound WeChat, which answers what the test says."""
    connect(harness, httpx.AsyncClient(transport=httpx.MockTransport(scripted.take)))
    await harness.client(GRADUATE).put("/v1/wechat-binding", json={"code": "any"})
