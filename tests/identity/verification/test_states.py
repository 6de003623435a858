"""Every state, every action, every role: only the rows of the table move anything."""

from itertools import product

import pytest

from common.auth.actors import ROLES, CentreUser, EmployerUser
from common.contracts.event import REGISTRY
from identity.verification.states import TRANSITIONS, VerificationAction, VerificationStatus, transition

S, A = VerificationStatus, VerificationAction
MOVES = {
    (S.UNVERIFIED, A.SUBMIT_MATERIAL, EmployerUser): S.MATERIAL_REVIEW,
    (S.REJECTED, A.SUBMIT_MATERIAL, EmployerUser): S.MATERIAL_REVIEW,
    (S.MATERIAL_REVIEW, A.APPROVE, CentreUser): S.APPROVED,
    (S.MATERIAL_REVIEW, A.REJECT, CentreUser): S.REJECTED,
}


class TestTransitions:
    @pytest.mark.parametrize(
        ("status", "action", "role"), list(product(VerificationStatus, VerificationAction, sorted(ROLES)))
    )
    def test_each_state_action_and_role(
        self, status: VerificationStatus, action: VerificationAction, role: str
    ) -> None:
        row = transition(status, action, ROLES[role])

        assert (row.target if row else None) == MOVES.get((status, action, ROLES[role]))

    def test_each_says_an_event_that_exists(self) -> None:
        assert {row.event.type for row in TRANSITIONS} <= set(REGISTRY)

    def test_labels_are_what_people_see(self) -> None:
        assert [status.label for status in VerificationStatus] == ["未认证", "材料审核中", "审核通过", "审核不通过"]
