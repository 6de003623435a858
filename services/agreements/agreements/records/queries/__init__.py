"""What screens, printing and the use cases of every process read."""

from agreements.records.queries.chains import check_chains
from agreements.records.queries.letters import letter_of, sealed_letter
from agreements.records.queries.loading import (
    find_any,
    find_for_change,
    last_letter,
    open_invitation_for_change,
    overdue_for_change,
    read,
)
from agreements.records.queries.particulars import Particulars, particulars_now, particulars_of, printed_employer
from agreements.records.queries.screens import agreement_view, agreement_whole, agreements_of
from agreements.records.queries.sheets import sheet_of
from agreements.records.queries.situations import (
    Situation,
    case_of,
    invitation_case,
    plain_case,
    situation_around,
    situation_of,
    standing_case,
)
from agreements.records.tables import Agreement

__all__ = [
    "Agreement",
    "Particulars",
    "Situation",
    "agreement_view",
    "agreement_whole",
    "agreements_of",
    "case_of",
    "check_chains",
    "find_any",
    "find_for_change",
    "invitation_case",
    "last_letter",
    "letter_of",
    "open_invitation_for_change",
    "overdue_for_change",
    "particulars_now",
    "particulars_of",
    "plain_case",
    "printed_employer",
    "read",
    "sealed_letter",
    "sheet_of",
    "situation_around",
    "situation_of",
    "standing_case",
]
