"""作废, 失效, cases of “这不是我签的”, amendments by the school: load, let the table decide, save, say."""

from agreements.endings.commands.amendments import amend
from agreements.endings.commands.disputes import dismiss_dispute, dispute, uphold_dispute
from agreements.endings.commands.roster import follow_roster
from agreements.endings.commands.voiding import void

__all__ = ["amend", "dismiss_dispute", "dispute", "follow_roster", "uphold_dispute", "void"]
