"""The table of marks: every state, every action, every role; and what the database refuses by itself."""

from itertools import product

import pytest
from sqlalchemy.exc import IntegrityError

from common.auth.actors import CentreUser, DepartmentUser, EmployerUser, Graduate, SchoolUser
from common.errors import Problem
from common.testing.harness import ServiceHarness
from identity.warnings.states import TRANSITIONS, AppealStatus, Case, Clock, Doer, MarkAction, MarkStatus, apply
from tests.identity.warnings.support import Schools

ROLES: tuple[type[Doer], ...] = (SchoolUser, DepartmentUser, EmployerUser, CentreUser, Graduate, Clock)
ALLOWED = {
    (None, False, "mark", SchoolUser): "live",
    ("live", False, "change", SchoolUser): "live",
    ("live", True, "change", SchoolUser): "live",
    ("live", False, "remove", SchoolUser): "removed",
    ("live", True, "remove", SchoolUser): "removed",
    ("live", False, "expire", Clock): "expired",
    ("live", True, "expire", Clock): "expired",
    ("live", False, "appeal", EmployerUser): "live",
    ("live", True, "uphold", SchoolUser): "lifted",
    ("live", True, "dismiss", SchoolUser): "live",
}
CASES = [Case(None), *(Case(status, appealed) for status, appealed in product(MarkStatus, (False, True)))]


class TestMatrix:
    @pytest.mark.parametrize(("case", "action", "role"), [*product(CASES, MarkAction, ROLES)])
    def test_lets_through_what_is_listed_and_nothing_else(
        self, case: Case, action: MarkAction, role: type[Doer]
    ) -> None:
        expected = ALLOWED.get((case.status, case.appealed, action.value, role))
        if expected is not None:
            assert apply(case, action, role).target == expected
            return
        with pytest.raises(Problem) as refused:
            apply(case, action, role)
        assert refused.value.facts["rule"]
        assert refused.value.who_can_change

    def test_every_line_is_used(self) -> None:
        assert {(line.source, line.action.value, line.by[0]) for line in TRANSITIONS} == {
            (source, action, role) for source, _, action, role in ALLOWED
        }

    def test_every_word_has_a_label(self) -> None:
        assert all(word.label for kind in (MarkStatus, AppealStatus, MarkAction) for word in kind)


class TestTheDatabase:
    @pytest.mark.parametrize(
        "change",
        [
            "status = 'gone'",
            "status = 'removed'",
            "ended_at = now()",
            "types = '{}'",
            "types = '{unlucky}'",
        ],
    )
    async def test_refuses_a_mark_that_cannot_be(self, identity: ServiceHarness, schools: Schools, change: str) -> None:
        await schools.mark(await schools.one("19901"))
        with pytest.raises(IntegrityError):
            await identity.rows(f"UPDATE warning_marks SET {change} RETURNING 1")

    async def test_refuses_a_second_live_mark_of_one_school(self, identity: ServiceHarness, schools: Schools) -> None:
        await schools.mark(await schools.one("19901"))
        columns = [
            row.column_name
            for row in await identity.rows(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'warning_marks'"
            )
            if row.column_name != "id"
        ]
        listed = ", ".join(columns)
        with pytest.raises(IntegrityError, match="uq_warning_marks_live"):
            await identity.rows(
                f"INSERT INTO warning_marks (id, {listed}) SELECT gen_random_uuid(), {listed} FROM warning_marks"
                " RETURNING 1"
            )
