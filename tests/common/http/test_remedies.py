"""Whoever is told that something is not there is told what to do."""

import pytest

from common.errors import Problem
from common.http.problems import MethodNotAllowed, NoSuchPath
from identity.corrections.errors import CorrectionNotFound
from identity.employers.errors import EmployerNotFound
from identity.graduates.errors import EnrolmentNotFound
from identity.joining.errors import JoinRequestNotFound
from identity.verification.errors import VerificationNotFound
from notifications.inbox.errors import NoticeNotFound


@pytest.mark.parametrize(
    "kind",
    [
        NoSuchPath,
        MethodNotAllowed,
        CorrectionNotFound,
        EmployerNotFound,
        EnrolmentNotFound,
        JoinRequestNotFound,
        VerificationNotFound,
        NoticeNotFound,
    ],
)
def test_what_is_not_found_comes_with_a_remedy(kind: type[Problem]) -> None:
    assert kind.remedy.endswith("。")
