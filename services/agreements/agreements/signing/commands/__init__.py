"""The use cases of online signing: load, let the table decide, save, say. Nothing else branches on a status."""

from agreements.signing.commands.amendments import amend_invitation, withdraw_invitation
from agreements.signing.commands.answers import accept, decline
from agreements.signing.commands.codes import ask_for_code
from agreements.signing.commands.corrections import confirm_correction, correct, refuse_correction
from agreements.signing.commands.invitations import expire_overdue, send_invitation, send_invitations
from agreements.signing.commands.reviews import review

__all__ = [
    "accept",
    "amend_invitation",
    "ask_for_code",
    "confirm_correction",
    "correct",
    "decline",
    "expire_overdue",
    "refuse_correction",
    "review",
    "send_invitation",
    "send_invitations",
    "withdraw_invitation",
]
