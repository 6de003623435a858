"""What a review is called: 鉴证 of two-party agreements, 审核 of three-party ones (guides/003 §3)."""

from agreements.records.states.actions import Action
from agreements.records.states.statuses import Kind, Status

REVIEW = "审核"
DECISIONS = frozenset({Action.PASS, Action.REJECT})
OF_FORMS = frozenset({Status.SHEET_IN_REVIEW, Status.SHEET_RETURNED, Status.SHEET_REJECTED})


def word_of(action: Action, kind: Kind, status: Status | None, word: str) -> str:
    """The word for this action on an agreement that stands so.

    The form of an offline agreement and a supplement are 审核 in both types (guides/003 §5.2 ①, §6); what is signed
    online, the sealed copy and every rescission go by the type (§5.1, §5.2 ②, §7).

    Args:
        word: by the agreement's type.
    """
    is_form = action in DECISIONS and (kind is Kind.SUPPLEMENT or status in OF_FORMS)
    return REVIEW if is_form else word
