"""The use cases of warning employers."""

from identity.warnings.commands.appeals import appeal, dismiss, own_keys, uphold
from identity.warnings.commands.files import remember_file
from identity.warnings.commands.marks import (
    announce_to_new_employer,
    change_mark,
    expire_next,
    mark_employer,
    remove_mark,
)

__all__ = [
    "announce_to_new_employer",
    "appeal",
    "change_mark",
    "dismiss",
    "expire_next",
    "mark_employer",
    "own_keys",
    "remember_file",
    "remove_mark",
    "uphold",
]
