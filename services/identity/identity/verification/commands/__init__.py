"""Use cases of verification: submitting, reviewing, suspending, checking letters afterwards."""

from identity.verification.commands.letters import check_letter
from identity.verification.commands.reviews import approve, claim, reject, release
from identity.verification.commands.submissions import remember_file, submit, submit_material, submit_upgrade
from identity.verification.commands.suspensions import reinstate, suspend

__all__ = [
    "approve",
    "check_letter",
    "claim",
    "reinstate",
    "reject",
    "release",
    "remember_file",
    "submit",
    "submit_material",
    "submit_upgrade",
    "suspend",
]
