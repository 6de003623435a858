"""A review that moves to another department with its graduate: the one that has to do it now is told."""

from dataclasses import replace
from uuid import uuid4

import pytest

from common.contracts import agreements as said
from common.testing.harness import ServiceHarness
from tests.notifications.agreements_say import remind, say
from tests.notifications.support import DEPARTMENT_USER, EMPLOYER_USER, GRADUATE, SCHOOL_USER, titles

pytestmark = pytest.mark.usefixtures("noon")

MATHEMATICS = replace(DEPARTMENT_USER, id=uuid4(), department="数学学院")
THERE = {"department": "数学学院"}
MOVED = say(said.AgreementMovedDepartment, **THERE, previous_department="计算机学院")
ASKED = "有补登等待审核"


class TestAReviewThatMoved:
    async def test_waits_for_the_department_that_the_graduate_is_in_now(self, harness: ServiceHarness) -> None:
        await harness.deliver(say(said.SupplementSubmitted, kind="supplement"), sequence=1)
        assert (await titles(harness, DEPARTMENT_USER), await titles(harness, MATHEMATICS)) == ([ASKED], [])
        await harness.deliver(MOVED, sequence=2)
        assert (await titles(harness, DEPARTMENT_USER), await titles(harness, MATHEMATICS)) == (
            [ASKED],
            ["有签约等待审核"],
        )
        await harness.deliver(remind("department", "review", **THERE), sequence=1)
        assert await titles(harness, MATHEMATICS) == ["提醒：签约等待审核", "有签约等待审核"]
        assert await titles(harness, DEPARTMENT_USER) == [ASKED]

    async def test_concerns_nobody_else(self, harness: ServiceHarness) -> None:
        await harness.deliver(MOVED)
        for reader in (EMPLOYER_USER, GRADUATE, SCHOOL_USER, DEPARTMENT_USER):
            assert await titles(harness, reader) == []
