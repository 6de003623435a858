"""An issued agreement: its status, its check code, where it is kept, what is masked of it. Pure."""

import secrets
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

PDF = "application/pdf"

FIRST_DELAY = timedelta(seconds=1)
LONGEST_DELAY = timedelta(minutes=10)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing in it looks like something else in it."""
CODE_LENGTH = 12
"""60 bits: among ten million agreements a year, one guess in a hundred thousand million meets one."""
_GROUP = 4
_LEGAL_FORM = 4
"""The last characters of an employer's name, such as 有限公司, tell nothing about which it is."""
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


class DocumentStatus(StrEnum):
    """Whether the agreement on the sheet stands."""

    PREPARED = "prepared"
    VALID = "valid"
    DISPUTED = "disputed"
    RESCINDED = "rescinded"
    VOID = "void"
    INVALID = "invalid"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        """The guides' words, and plain ones where the guides have none."""
        return _LABELS[self]


_LABELS = {
    DocumentStatus.PREPARED: "待盖章，尚未签约完成",
    DocumentStatus.VALID: "有效",
    DocumentStatus.DISPUTED: "异议处理中",
    DocumentStatus.RESCINDED: "已解约",
    DocumentStatus.VOID: "已作废",
    DocumentStatus.INVALID: "失效",
    DocumentStatus.DISCARDED: "学生已撤回",
}
SAID = tuple(status for status in DocumentStatus if status is not DocumentStatus.DISPUTED)
"""What agreements says of an agreement; that somebody disputes it is said beside."""


def shown_status(said: DocumentStatus, *, disputed: bool) -> DocumentStatus:
    """What readers are told: a case that is open overshadows what stands, and nothing that has ended."""
    stands = said in (DocumentStatus.VALID, DocumentStatus.PREPARED)
    return DocumentStatus.DISPUTED if disputed and stands else said


def delay_after(tries: int) -> timedelta:
    """How long an order waits after so many failed tries: 1 s, 2 s, 4 s … at most ten minutes."""
    return min(FIRST_DELAY * 2 ** min(tries - 1, 12), LONGEST_DELAY)


def new_check_code() -> str:
    """A code that nobody can guess, as it is printed: `7KQ4-9M2X-0ZT8`."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)))


def read_check_code(typed: str) -> str | None:
    """The code that a person typed from paper, in any case and grouping; None if it cannot be one."""
    code = typed.strip().upper().translate(_LOOK_ALIKE)
    return _grouped(code) if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None


def agreement_key(cohort: int, school_code: str, agreement_id: UUID) -> str:
    """Where the PDF is kept: one place, so that drawing it again replaces it."""
    return f"agreements/{cohort}/{school_code}/{agreement_id}.pdf"


def masked_person(name: str) -> str:
    """The first character, and a star for each other one: enough to compare with a sheet in hand."""
    return name[:1] + "*" * (len(name) - 1)


def masked_employer(name: str) -> str:
    """The beginning and the legal form, with stars between; a short name is masked like a person's."""
    if len(name) <= _LEGAL_FORM + 2:
        return masked_person(name)
    return name[:2] + "*" * (len(name) - 2 - _LEGAL_FORM) + name[-_LEGAL_FORM:]


def _grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP] for start in range(0, CODE_LENGTH, _GROUP))
