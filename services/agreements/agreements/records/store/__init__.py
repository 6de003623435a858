"""Every statement on agreements, and who may see which rows."""

from agreements.records.store.at_once import Look, Written, look, save_at_once
from agreements.records.store.batches import (
    add_invitations,
    live_agreements,
    open_invitations,
    open_invitations_for_change,
    reminders_due,
    set_reminders,
)
from agreements.records.store.graduates import note_corrections, of_graduate_for_change, save_all
from agreements.records.store.history import (
    ChainRow,
    add_first_history,
    add_histories,
    add_history,
    chains,
    history,
)
from agreements.records.store.lists import counted, listed, position_in, rows_of
from agreements.records.store.readers import visible_to
from agreements.records.store.single import (
    add,
    find,
    find_all_for_change,
    find_any,
    find_for_change,
    last_form,
    last_letter,
    live_agreement,
    open_invitation_for_change,
    overdue_for_change,
    save,
)

__all__ = [
    "ChainRow",
    "Look",
    "Written",
    "add",
    "add_first_history",
    "add_histories",
    "add_history",
    "add_invitations",
    "chains",
    "counted",
    "find",
    "find_all_for_change",
    "find_any",
    "find_for_change",
    "history",
    "last_form",
    "last_letter",
    "listed",
    "live_agreement",
    "live_agreements",
    "look",
    "note_corrections",
    "of_graduate_for_change",
    "open_invitation_for_change",
    "open_invitations",
    "open_invitations_for_change",
    "overdue_for_change",
    "position_in",
    "reminders_due",
    "rows_of",
    "save",
    "save_all",
    "save_at_once",
    "set_reminders",
    "visible_to",
]
