"""Signing in, staying signed in, signing out."""

from identity.sessions.commands.lasting import (
    Tokens,
    access_token,
    continue_session_as,
    end_session,
    end_sessions,
    end_sessions_as,
    forget_ended_sessions,
    issue_session,
    refresh_session,
    sign_out,
)
from identity.sessions.commands.signing_in import Proved, prove_password, sign_in

__all__ = [
    "Proved",
    "Tokens",
    "access_token",
    "continue_session_as",
    "end_session",
    "end_sessions",
    "end_sessions_as",
    "forget_ended_sessions",
    "issue_session",
    "prove_password",
    "refresh_session",
    "sign_in",
    "sign_out",
]
