"""What identity does when another service says something."""

from common.messaging.reactions import Reactions

reactions = Reactions()
