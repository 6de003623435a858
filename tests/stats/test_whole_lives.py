"""Every process of an agreement's life in the employer's tabs and in the columns of 数据统计."""

from typing import Any
from uuid import uuid4

import pytest

from common.contracts import agreements as said
from tests.stats.test_workbench import tabs
from tests.stats.world import Agreement, World, school_user

Steps = tuple[tuple[Any, dict[str, Any]], ...]
"""Events and what is special about each."""

SENT: Steps = ((said.InvitationSent, {}),)
ACCEPTED: Steps = (*SENT, (said.InvitationAccepted, {}))
SIGNED: Steps = (*ACCEPTED, (said.AgreementSigned, {}))
SHEET: Steps = ((said.OfflineAgreementSubmitted, {}),)
PREPARED: Steps = (*SHEET, (said.OfflineAgreementPrepared, {}))
COPY: Steps = (*PREPARED, (said.SealedCopySubmitted, {}))
SUPPLEMENT: Steps = ((said.SupplementSubmitted, {}),)
BY_GRADUATE: Steps = (*SIGNED, (said.RescissionRequested, {"by": "graduate", "review_step": None}))
BY_EMPLOYER: Steps = (*SIGNED, (said.RescissionRequested, {"by": "employer", "review_step": None}))
ON_PAPER: Steps = (*COPY, (said.AgreementSigned, {}), (said.RescissionRequested, {"review_step": "school"}))

PLACES: list[tuple[str, Steps, str, str]] = [
    ("online", (*SENT, (said.InvitationAmended, {})), "签约中", "单位发起邀请 等待学生应约"),
    ("online", (*SENT, (said.InvitationWithdrawn, {})), "签约失败", "单位已撤回邀请 签约失败"),
    ("online", (*ACCEPTED, (said.AgreementReturned, {})), "签约中", "退回修改"),
    ("online", (*ACCEPTED, (said.CorrectionConfirmed, {})), "签约中", "签约待审核"),
    ("online", SIGNED, "已签约", "已签约"),
    ("online", (*SIGNED, (said.AgreementAmended, {})), "已签约", "已签约"),
    ("online", (*SIGNED, (said.AgreementDisputed, {})), "已签约", "已签约"),
    ("online", (*SIGNED, (said.AgreementVoided, {})), "已作废", "已作废"),
    ("online", (*SIGNED, (said.AgreementInvalidated, {})), "失效", "失效"),
    ("online", BY_GRADUATE, "解约中", "等待对方应约解约"),
    ("online", (*BY_GRADUATE, (said.RescissionWithdrawn, {})), "已签约", "已签约"),
    ("online", (*BY_GRADUATE, (said.RescissionDeclined, {"by": "employer"})), "解约失败", "单位拒绝解约 解约失败"),
    ("online", (*BY_EMPLOYER, (said.RescissionDeclined, {"by": "graduate"})), "解约失败", "学生拒绝解约 解约失败"),
    ("online", (*BY_EMPLOYER, (said.RescissionAgreed, {})), "解约中", "解约待审核"),
    ("online", (*BY_EMPLOYER, (said.RescissionRejected, {})), "解约失败", "解约不通过"),
    ("online", (*BY_EMPLOYER, (said.AgreementRescinded, {})), "已解约", "已解约"),
    ("offline", SHEET, "签约中", "签约待审核"),
    ("offline", (*SHEET, (said.AgreementReturned, {})), "签约中", "退回修改"),
    ("offline", (*SHEET, (said.AgreementRejected, {})), "签约失败", "签约不通过"),
    ("offline", PREPARED, "签约中", "就业协议审核通过"),
    ("offline", (*PREPARED, (said.ApplicationDiscarded, {})), "签约失败", "学生已撤回"),
    ("offline", (*COPY, (said.AgreementPassedByDepartment, {})), "签约中", "签约待审核"),
    ("offline", (*COPY, (said.SealedCopyRefused, {})), "签约中", "签约不通过"),
    ("offline", (*COPY, (said.AgreementSigned, {})), "已签约", "已签约"),
    ("offline", ON_PAPER, "解约中", "解约待审核"),
    ("offline", (*ON_PAPER, (said.RescissionReturned, {})), "解约中", "解约退回修改"),
    ("supplement", SUPPLEMENT, "签约中", "补登待审核"),
    ("supplement", (*SUPPLEMENT, (said.SupplementWithdrawn, {})), "签约中", "退回修改"),
    ("supplement", (*SUPPLEMENT, (said.AgreementRejected, {})), "签约失败", "补登不通过"),
    ("supplement", (*SUPPLEMENT, (said.AgreementSigned, {})), "已签约", "补登"),
    ("supplement", (*SUPPLEMENT, (said.AgreementSigned, {}), (said.AgreementRescinded, {})), "已解约", "已解约"),
]


def columns(statistics: Any) -> dict[str, int]:
    """The columns after 总数 that are not 0, by label."""
    labels = {column["code"]: column["label"] for column in statistics["columns"][2:]}
    return {labels[code]: n for code, n in statistics["total"]["counts"].items() if code in labels and n}


@pytest.mark.parametrize(("kind", "steps", "tab", "column"), PLACES, ids=[f"{row[0]}-{row[3]}" for row in PLACES])
class TestPlaces:
    async def test_are_one_tab_and_one_column(
        self, world: World, kind: str, steps: Steps, tab: str, column: str
    ) -> None:
        agreement = await world.golden(Agreement(await world.enrol(), kind=kind), *steps)
        found = tabs(await world.workbench(agreement.employer_id))
        assert {label: n for label, n in found.items() if n} == {tab: 1}
        statistics = await world.statistics()
        assert columns(statistics) == {column: 1}
        assert statistics["total"]["counts"]["records"] == 1


class TestWholeSchool:
    async def test_adds_up(self, world: World) -> None:
        for kind, steps, _, _ in PLACES:
            await world.golden(Agreement(await world.enrol(), kind=kind), *steps)
        statistics = await world.statistics()
        assert sum(columns(statistics).values()) == statistics["total"]["counts"]["records"] == len(PLACES)

    async def test_counts_for_an_employer_what_still_stands(self, world: World) -> None:
        employer = uuid4()
        for steps in (SIGNED, BY_GRADUATE, (*BY_EMPLOYER, (said.AgreementRescinded, {})), ACCEPTED):
            await world.golden(Agreement(await world.enrol(), employer), *steps)
        (item,) = (await world.read(school_user, "/v1/school-statistics/employers"))["items"]
        assert (item["signed"], item["records"]) == (2, 4)


class TestTypedInEmployers:
    async def test_are_counted_for_the_school_and_not_listed(self, world: World) -> None:
        agreement = Agreement(await world.enrol(), None, kind="supplement")
        await world.golden(agreement, *SUPPLEMENT, (said.AgreementSigned, {}))
        assert columns(await world.statistics()) == {"补登": 1}
        found = await world.read(school_user, "/v1/school-statistics/employers")
        assert (found["employers"], found["items"]) == (0, [])

    async def test_give_way_to_one_on_the_platform_when_the_graduate_corrects_it(self, world: World) -> None:
        person, employer = await world.enrol(), uuid4()
        typed_in = Agreement(person, None, kind="offline")
        await world.hear(typed_in.golden(said.OfflineAgreementSubmitted), 1)
        chosen = Agreement(person, employer, typed_in.agreement_id, "offline")
        await world.hear(chosen.golden(said.OfflineAgreementSubmitted), 3)
        await world.hear(typed_in.golden(said.AgreementReturned), 2)
        assert tabs(await world.workbench(employer))["签约中"] == 1
        assert columns(await world.statistics()) == {"签约待审核": 1}
