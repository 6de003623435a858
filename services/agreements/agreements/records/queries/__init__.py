"""What screens, printing and the use cases of every process read."""

from agreements.records.queries.chains import check_chains
from agreements.records.queries.downloads import workbook_of
from agreements.records.queries.letters import current_letter, letter_of, opened_letter, sealed_letter
from agreements.records.queries.lists import agreements_of, counts_of
from agreements.records.queries.loading import (
    find_all_for_change,
    find_any,
    find_for_change,
    history_of,
    last_form,
    last_letter,
    of_graduate_for_change,
    open_invitation_for_change,
    open_invitations_for_change,
    overdue_for_change,
    read,
)
from agreements.records.queries.looks import Seen, seen_by_graduate
from agreements.records.queries.particulars import (
    Particulars,
    frozen_particulars,
    particulars_now,
    particulars_of,
    printed_employer,
)
from agreements.records.queries.parts import status_view, step_view
from agreements.records.queries.screens import agreement_view, agreement_whole
from agreements.records.queries.sheets import sheet_of
from agreements.records.queries.situations import (
    Situation,
    application_case,
    case_of,
    corrected_since,
    invitation_case,
    plain_case,
    situation_around,
    situation_of,
    situations_of_invitations,
    standing_case,
)
from agreements.records.tables import Agreement

__all__ = [
    "Agreement",
    "Particulars",
    "Seen",
    "Situation",
    "agreement_view",
    "agreement_whole",
    "agreements_of",
    "application_case",
    "case_of",
    "check_chains",
    "corrected_since",
    "counts_of",
    "current_letter",
    "find_all_for_change",
    "find_any",
    "find_for_change",
    "frozen_particulars",
    "history_of",
    "invitation_case",
    "last_form",
    "last_letter",
    "letter_of",
    "of_graduate_for_change",
    "open_invitation_for_change",
    "open_invitations_for_change",
    "opened_letter",
    "overdue_for_change",
    "particulars_now",
    "particulars_of",
    "plain_case",
    "printed_employer",
    "read",
    "sealed_letter",
    "seen_by_graduate",
    "sheet_of",
    "situation_around",
    "situation_of",
    "situations_of_invitations",
    "standing_case",
    "status_view",
    "step_view",
    "workbook_of",
]
