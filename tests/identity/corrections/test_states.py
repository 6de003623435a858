"""Every status of a correction and of a request to join, with every action by every role."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from common.auth.actors import ROLES, Actor, CentreUser, EmployerUser
from identity.corrections import states as corrections
from identity.corrections.states import CorrectionAction, CorrectionStatus
from identity.joining import states as joining
from identity.joining.states import JoinAction, JoinStatus

NOW = datetime(2026, 11, 21, tzinfo=UTC)


class TestCorrections:
    @pytest.mark.parametrize(
        ("status", "action", "role"), list(product(CorrectionStatus, CorrectionAction, ROLES.values()))
    )
    def test_move_only_while_waiting_and_only_by_whom_they_concern(
        self, status: CorrectionStatus, action: CorrectionAction, role: type[Actor]
    ) -> None:
        who = EmployerUser if action is CorrectionAction.WITHDRAW else CentreUser
        expected = status is CorrectionStatus.WAITING and role is who

        assert (corrections.transition(status, action, role) is not None) == expected

    def test_a_claim_lapses_to_the_minute(self) -> None:
        claimed = ("centre_user:1", "王审核", NOW)

        assert corrections.claim_in_force(*claimed, NOW + timedelta(minutes=29, seconds=59), 30) is not None
        assert corrections.claim_in_force(*claimed, NOW + timedelta(minutes=30), 30) is None
        assert corrections.claim_in_force(None, None, None, NOW, 30) is None


class TestJoining:
    @pytest.mark.parametrize(
        ("status", "action", "by"), list(product(JoinStatus, JoinAction, (*ROLES.values(), joining.Clock)))
    )
    def test_moves_only_while_waiting_and_only_by_whom_it_concerns(
        self, status: JoinStatus, action: JoinAction, by: joining.Doer
    ) -> None:
        allowed: dict[JoinAction, set[joining.Doer]] = {
            JoinAction.APPROVE: {EmployerUser, CentreUser},
            JoinAction.REFUSE: {EmployerUser, CentreUser},
            JoinAction.WITHDRAW: {EmployerUser},
            JoinAction.EXPIRE: {joining.Clock},
        }
        expected = status is JoinStatus.WAITING and by in allowed[action]

        assert (joining.transition(status, action, by) is not None) == expected

    def test_ends_at_the_moment_it_expires(self) -> None:
        last = NOW - timedelta(seconds=1)

        assert joining.why_not(JoinStatus.WAITING, JoinAction.APPROVE, CentreUser, NOW, last) is None
        assert joining.why_not(JoinStatus.WAITING, JoinAction.APPROVE, CentreUser, NOW, NOW) is not None
