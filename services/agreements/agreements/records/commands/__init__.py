"""The one way in which an agreement changes, whatever the process. Nothing else branches on a status."""

from agreements.records.commands.changes import (
    NOTHING,
    Told,
    begin,
    begin_invitations,
    carry_out,
    carry_out_all,
    carry_out_at_once,
    carry_out_in_place,
    note_corrections,
)
from agreements.records.commands.numbering import numbered
from agreements.records.commands.reminders import remind
from agreements.records.commands.versions import refuse_other_version

__all__ = [
    "NOTHING",
    "Told",
    "begin",
    "begin_invitations",
    "carry_out",
    "carry_out_all",
    "carry_out_at_once",
    "carry_out_in_place",
    "note_corrections",
    "numbered",
    "refuse_other_version",
    "remind",
]
