"""What screens, printing and the use cases of signing read."""

from agreements.signing.queries.letters import sealed_letter
from agreements.signing.queries.particulars import particulars_now
from agreements.signing.queries.screens import agreement_view, agreement_whole, agreements_of
from agreements.signing.queries.sheets import sheet_of
from agreements.signing.queries.situations import (
    answer_case,
    invitation_case,
    plain_case,
    situation_around,
    situation_of,
    standing_case,
)
from agreements.signing.queries.terms import draft_for, terms_of, terms_to_read

__all__ = [
    "agreement_view",
    "agreement_whole",
    "agreements_of",
    "answer_case",
    "draft_for",
    "invitation_case",
    "particulars_now",
    "plain_case",
    "sealed_letter",
    "sheet_of",
    "situation_around",
    "situation_of",
    "standing_case",
    "terms_of",
    "terms_to_read",
]
