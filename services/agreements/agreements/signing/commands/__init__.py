"""The use cases of online signing: load, let the table decide, save, say. Nothing else branches on a status."""

from agreements.signing.commands.answers import accept, decline
from agreements.signing.commands.invitations import expire_overdue, send_invitation
from agreements.signing.commands.reviews import review

__all__ = ["accept", "decline", "expire_overdue", "review", "send_invitation"]
