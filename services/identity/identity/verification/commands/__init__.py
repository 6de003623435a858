"""Use cases of verification: submitting, reviewing, suspending, checking letters afterwards."""

from identity.verification.commands.reviews import approve, claim, reject, release
from identity.verification.commands.submissions import remember_file, submit, submit_material, submit_upgrade

__all__ = [
    "approve",
    "claim",
    "reject",
    "release",
    "remember_file",
    "submit",
    "submit_material",
    "submit_upgrade",
]
