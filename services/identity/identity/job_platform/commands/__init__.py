"""Signing in through the job platform, linking an account with one there, and what an employer brings along."""

from identity.job_platform.commands.logins import (
    LOGIN_LASTS,
    begin_link,
    begin_login,
    finish,
    forget_abandoned_logins,
    submit_letter,
    unlink,
)
from identity.job_platform.commands.taking import Taken

__all__ = [
    "LOGIN_LASTS",
    "Taken",
    "begin_link",
    "begin_login",
    "finish",
    "forget_abandoned_logins",
    "submit_letter",
    "unlink",
]
