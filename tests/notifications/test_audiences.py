"""Who is told, and that nobody else is."""

from uuid import uuid4

import pytest

from common.auth.actors import Actor
from common.contracts.destinations import (
    DestinationApproved,
    DestinationPassedByDepartment,
    DestinationRejected,
    DestinationSubmitted,
    DestinationVoided,
    DestinationWithdrawn,
)
from common.contracts.event import Event
from common.contracts.identity import (
    EmployerCorrected,
    EmployerCorrectionRejected,
    EmployerCorrectionRequested,
    EmployerJoinRequested,
    EmployerMarked,
    EmployerMarkLifted,
    EmployerReinstated,
    EmployerRemittanceFailed,
    EmployerSuspended,
    EmployerVerificationSubmitted,
    WarningAppealDismissed,
    WarningAppealed,
)
from common.testing.harness import ServiceHarness
from notifications.templates.catalogue import CATALOGUE
from tests.notifications.support import (
    CENTRE_USER,
    COLLEAGUE,
    DEPARTMENT_USER,
    EMPLOYER_USER,
    FORMER,
    GRADUATE,
    OUTSIDERS,
    SCHOOL_USER,
    accepted,
    destination,
    employer_says,
    invitation,
    issued,
    joined,
    left,
    notices,
    passed,
    rejected,
    remittance,
    removed,
    samples,
    signed,
    titles,
    warning_says,
)

INSIDERS: dict[str, Actor] = {
    "employer": EMPLOYER_USER,
    "user": FORMER,
    "graduate": GRADUATE,
    "school": SCHOOL_USER,
    "department": DEPARTMENT_USER,
    "centre": CENTRE_USER,
}


def submitted(method: str) -> Event:
    return employer_says(EmployerVerificationSubmitted, verification_id=uuid4(), method=method, file_ids=[])


TOLD: list[tuple[Event, dict[str, str]]] = [
    (invitation(), {"graduate": "收到签约邀请"}),
    (accepted("department"), {"employer": "毕业生已应约", "department": "有签约等待审核"}),
    (accepted("school"), {"employer": "毕业生已应约", "school": "有签约等待审核"}),
    (passed(), {"school": "有签约等待审核", "graduate": "签约已通过院系审核"}),
    (
        passed(kind="offline", offline_review="sheet"),
        {"school": "有就业协议等待审核", "graduate": "就业协议已通过院系审核"},
    ),
    (
        passed(kind="offline", offline_review="copy"),
        {"school": "有盖章协议等待审核", "graduate": "盖章协议已通过院系审核"},
    ),
    (passed(kind="supplement"), {"school": "有补登等待审核", "graduate": "补登已通过院系审核"}),
    (signed(), {"graduate": "签约成功", "employer": "签约成功"}),
    (rejected(), {"graduate": "签约审核不通过", "employer": "签约审核不通过"}),
    (issued(), {"graduate": "电子就业协议书已生成", "employer": "电子就业协议书已生成"}),
    (destination(DestinationSubmitted, review_step="department"), {"department": "有毕业去向等待审核"}),
    (destination(DestinationSubmitted, review_step="school"), {"school": "有毕业去向等待审核"}),
    (
        destination(DestinationPassedByDepartment),
        {"school": "有毕业去向等待审核", "graduate": "毕业去向已通过院系审核"},
    ),
    (destination(DestinationApproved), {"graduate": "毕业去向审核通过"}),
    (destination(DestinationRejected, reason="材料不全"), {"graduate": "毕业去向审核不通过"}),
    (destination(DestinationWithdrawn, cause="signing"), {"graduate": "毕业去向已退回草稿"}),
    (destination(DestinationWithdrawn, cause="graduate"), {}),
    (destination(DestinationVoided, cause="signing"), {"graduate": "毕业去向已作废"}),
    (destination(DestinationVoided, cause="graduate"), {}),
    (submitted("material"), {"centre": "有单位提交身份认证"}),
    (submitted("upgrade"), {"centre": "有单位提交身份认证"}),
    (submitted("remittance"), {}),
    (remittance(), {"employer": "认证款已汇出"}),
    (
        employer_says(EmployerRemittanceFailed, verification_id=uuid4(), reason="退汇"),
        {"employer": "认证汇款失败"},
    ),
    (employer_says(EmployerSuspended, reason="公章不符"), {"employer": "单位已被暂停签约"}),
    (employer_says(EmployerReinstated), {"employer": "单位已恢复签约"}),
    (
        employer_says(EmployerCorrectionRequested, correction_id=uuid4(), file_ids=[]),
        {"centre": "有单位申请更正信息"},
    ),
    (
        employer_says(EmployerCorrectionRejected, correction_id=uuid4(), reason="材料不全"),
        {"employer": "单位信息更正未通过"},
    ),
    (employer_says(EmployerCorrected, changed_fields=["address"]), {"employer": "单位信息已更正"}),
    (
        employer_says(EmployerJoinRequested, request_id=uuid4(), applicant_name="吴经理"),
        {"employer": "有用户申请加入本单位", "centre": "有用户申请加入单位"},
    ),
    (joined(), {"employer": "本单位新增用户", "user": "已加入单位"}),
    (left(), {"employer": "有用户退出本单位", "user": "已退出单位"}),
    (left("周经理"), {"employer": "有用户被移出本单位", "user": "已被移出单位"}),
    (removed(), {"graduate": "已从学生名单中移除"}),
    (warning_says(EmployerMarked, warning_types=["fake"], reason="不实"), {"employer": "单位被标记为预警单位"}),
    (warning_says(EmployerMarked, warning_types=["fake"], reason="不实", employer_id=None), {}),
    (warning_says(EmployerMarkLifted, because="expired"), {"employer": "预警标记已解除"}),
    (warning_says(EmployerMarkLifted, because="expired", employer_id=None), {}),
    (warning_says(WarningAppealed, appeal_id=uuid4(), file_ids=[]), {"school": "有单位对预警提出申诉"}),
    (warning_says(WarningAppealDismissed, appeal_id=uuid4(), reason="属实"), {"employer": "预警申诉不成立"}),
]


@pytest.mark.parametrize(("event", "told"), TOLD, ids=lambda value: getattr(value, "type", None))
async def test_an_event_tells_exactly_these(harness: ServiceHarness, event: Event, told: dict[str, str]) -> None:
    await harness.deliver(event)
    seen = {name: await titles(harness, actor) for name, actor in INSIDERS.items()}
    assert seen == {name: [told[name]] if name in told else [] for name in INSIDERS}


async def test_employers_verification_tells_the_centre_and_then_the_employer(harness: ServiceHarness) -> None:
    for event in samples()[:3]:
        await harness.deliver(event)
    assert await titles(harness, CENTRE_USER) == ["有单位提交身份认证"]
    assert await titles(harness, EMPLOYER_USER) == ["单位身份认证未通过", "单位身份认证已通过"]


async def test_a_user_reads_the_employers_and_the_own_inbox_as_one(harness: ServiceHarness) -> None:
    await harness.deliver(joined(COLLEAGUE.id))
    assert await titles(harness, COLLEAGUE) == ["已加入单位", "本单位新增用户"]
    reader = harness.client(COLLEAGUE)
    assert (await reader.post("/v1/notices/read-all")).json() == {"marked": 2}
    assert (await notices(harness, COLLEAGUE))["unread_count"] == 0
    assert (await notices(harness, EMPLOYER_USER))["unread_count"] == 1


class TestOtherTenants:
    @pytest.mark.parametrize("who", OUTSIDERS)
    async def test_read_nothing_of_it(self, harness: ServiceHarness, who: str) -> None:
        for event in samples():
            await harness.deliver(event)
        outsider = harness.client(OUTSIDERS[who])
        assert (await outsider.get("/v1/notices")).json() == {"items": [], "next_cursor": None, "unread_count": 0}
        for row in await harness.rows("SELECT id FROM notices"):
            answer = await outsider.post(f"/v1/notices/{row.id}/read")
            assert (answer.status_code, answer.json()["code"]) == (404, "notifications.notice_not_found")
        assert await harness.rows("SELECT 1 FROM notice_reads") == []

    @pytest.mark.parametrize("who", INSIDERS)
    async def test_insiders_cannot_open_each_others_either(self, harness: ServiceHarness, who: str) -> None:
        for event in samples():
            await harness.deliver(event)
        own = {item["id"] for item in (await notices(harness, INSIDERS[who], limit=200))["items"]}
        assert own
        reader = harness.client(INSIDERS[who])
        answers = {
            str(row.id): (await reader.post(f"/v1/notices/{row.id}/read")).status_code
            for row in await harness.rows("SELECT id FROM notices")
        }
        assert answers == {notice: 200 if notice in own else 404 for notice in answers}


def test_every_kind_of_the_catalogue_is_told_in_these_tests() -> None:
    told = {kind.code for kind in CATALOGUE if any(isinstance(e, kind.event) and kind.when(e) for e in samples())}
    assert told == {kind.code for kind in CATALOGUE}
