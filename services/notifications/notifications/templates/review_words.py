"""What the school's review is called: 鉴证 of two-party agreements, 审核 of three-party ones (guides/003 §3)."""

from common.contracts import agreements as said
from common.contracts.event import Event

REVIEW = "审核"
WORDS = {"two_party": "鉴证", "three_party": REVIEW}
OF_RESCISSIONS = (
    said.RescissionRequested,
    said.RescissionAgreed,
    said.RescissionDeclined,
    said.RescissionWithdrawn,
    said.RescissionPassedByDepartment,
    said.RescissionReturned,
    said.RescissionRejected,
    said.AgreementRescinded,
)
OF_SEALED_COPIES = (said.SealedCopySubmitted, said.SealedCopyRefused, said.AgreementSigned)


def review_word(event: Event) -> str:
    """The word for the review that the event is about; 审核 where it does not say the type.

    The guides have 鉴证 for what is signed online, sealed copies and every rescission (guides/003 §5.1, §5.2 ②, §7).
    The form of an offline agreement and a supplement are 审核 in both types (§5.2 ①, §6), as are destinations (§8).
    """
    return WORDS.get(getattr(event, "agreement_type", None) or "", REVIEW) if _is_attested(event) else REVIEW


def _is_attested(event: Event) -> bool:
    if isinstance(event, OF_RESCISSIONS) or getattr(event, "matter", None) == "rescission_review":
        return True
    if getattr(event, "offline_review", None) == "copy":
        return True
    kind = getattr(event, "kind", None)
    return kind == "online" or (kind == "offline" and isinstance(event, OF_SEALED_COPIES))
