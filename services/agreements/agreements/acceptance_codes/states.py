"""What a code is good for, pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from agreements.acceptance_codes.errors import AcceptanceCodeRefused
from agreements.records.states import Status
from common.clock import SHANGHAI

WITHOUT_CODE = "验证码当时无法发送，本次未经验证码确认。"
"""What the history says of an acceptance, or of a correction confirmed, that had to do without."""
GRADUATE = "毕业生本人"
GRADUATE_ASKS = "毕业生本人，获取验证码"
ASK = "请获取验证码后再提交。"
ENTER = "请填写收到的验证码；没有收到的，请重新获取。"
COMPARE = "请核对收到的验证码后再提交，或重新获取。"


class CodeState(StrEnum):
    """What became of a code. `OPEN` from before it is sent: a sender that died leaves nobody without a code."""

    OPEN = "open"
    UNDELIVERABLE = "undeliverable"
    USED = "used"


class Purpose(StrEnum):
    """What the graduate binds themself to with a code."""

    ACCEPTANCE = "acceptance"
    CORRECTION = "correction"


def purpose_in(status: Status) -> Purpose:
    """What a code is for while the agreement stands so."""
    return Purpose.CORRECTION if status is Status.CONFIRMING else Purpose.ACCEPTANCE


@dataclass(frozen=True)
class Bound:
    """What a code is bound to: who accepts which terms of which agreement."""

    agreement_id: UUID
    graduate_id: UUID
    version: int
    terms_sha256: str


@dataclass(frozen=True)
class Known:
    """The latest code that was asked for."""

    state: CodeState
    version: int
    terms_sha256: str
    code_hash: str
    tries: int
    expires_at: datetime


@dataclass(frozen=True)
class Verdict:
    """What a try comes to."""

    refusal: AcceptanceCodeRefused | None = None
    note: str | None = None
    right: bool = True
    """Of a try that is not refused: a wrong one is answered only after it was counted."""


@dataclass(frozen=True)
class Try:
    """A try that is counted, or proves the acceptance, by the statement that writes the acceptance.

    Right ones and wrong ones come to that statement in the same way, so that of many at once the first few are
    answered and not the right one among them.
    """

    right: bool
    most_tries: int


def verdict_on(known: Known | None, bound: Bound, given_hash: str | None, most_tries: int, now: datetime) -> Verdict:
    """What a try with this code, or without one, comes to."""
    unusable = _unusable(known, bound, most_tries, now)
    if known is None or unusable is not None:
        return Verdict(unusable)
    if known.state is CodeState.UNDELIVERABLE:
        return Verdict(note=WITHOUT_CODE)
    if given_hash is None:
        fact = "验证码已发送，请填写收到的6位验证码。"
        return Verdict(_refused("code_is_given", fact, remedy=ENTER, left=most_tries - known.tries))
    return Verdict(right=given_hash == known.code_hash)


def wrong_guess(tries: int, most_tries: int) -> AcceptanceCodeRefused:
    """What the last of so many wrong guesses is told."""
    left = most_tries - tries
    if left <= 0:
        return _refused("code_is_right", f"验证码不正确，已错误{tries}次，该验证码已作废。")
    return _refused("code_is_right", f"验证码不正确，还可尝试{left}次。", remedy=COMPARE, left=left)


def _unusable(known: Known | None, bound: Bound, most_tries: int, now: datetime) -> AcceptanceCodeRefused | None:
    if known is None:
        return _refused("code_is_given", "接受邀请或确认修改需要验证码，尚未获取。", remedy=ASK)
    if (known.version, known.terms_sha256) != (bound.version, bound.terms_sha256):
        return _refused("code_is_for_these_terms", "验证码是为另一版内容获取的，不能用于现在的内容。")
    if known.state is CodeState.USED:
        return _refused("code_is_fresh", "验证码已使用过。")
    if now >= known.expires_at:
        until = known.expires_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        return _refused("code_is_fresh", f"验证码已于 {until} 失效。")
    if known.state is CodeState.OPEN and known.tries >= most_tries:
        return _refused("code_has_tries_left", f"验证码已错误{most_tries}次，已作废。")
    return None


def _refused(rule: str, fact: str, *, remedy: str | None = None, left: int = 0) -> AcceptanceCodeRefused:
    who = GRADUATE if left else GRADUATE_ASKS
    return AcceptanceCodeRefused(fact, rule=rule, remedy=remedy, who_can_change=who, tries_left=left)
