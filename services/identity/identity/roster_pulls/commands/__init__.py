"""Use cases of pulls: beginning them, taking one page after the other, ending them, forgetting old ones.

Faulty rows are told and left out: a nightly pull must not stop at one bad row.
"""

from identity.roster_pulls.commands.beginning import begin_due_pulls, begin_pull, forget_old_pulls
from identity.roster_pulls.commands.pages import take_next_page

__all__ = ["begin_due_pulls", "begin_pull", "forget_old_pulls", "take_next_page"]
