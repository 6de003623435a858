"""The use cases of rescission: load and lock, let the table decide, save, say."""

from agreements.rescission.commands.answers import agree_rescission, decline_rescission
from agreements.rescission.commands.forcing import force_rescission
from agreements.rescission.commands.requests import request_rescission, resubmit_rescission, withdraw_rescission
from agreements.rescission.commands.reviews import NO_RULING_HERE, decide_rescission, review

__all__ = [
    "NO_RULING_HERE",
    "agree_rescission",
    "decide_rescission",
    "decline_rescission",
    "force_rescission",
    "request_rescission",
    "resubmit_rescission",
    "review",
    "withdraw_rescission",
]
