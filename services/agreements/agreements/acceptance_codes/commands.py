"""Making codes, having them sent, and taking them.

Nothing here waits for another service while it holds a connection, and what is counted is counted although the request
is refused: each step has a short transaction of its own, before the request's own needs one.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from agreements.acceptance_codes import store
from agreements.acceptance_codes.errors import AcceptanceCodesUsedUp, AcceptanceCodeTooSoon, GraduateUnreachable
from agreements.acceptance_codes.schemas import AskedCode
from agreements.acceptance_codes.states import (
    Bound,
    CodeState,
    Known,
    Purpose,
    Try,
    Verdict,
    purpose_in,
    verdict_on,
    wrong_guess,
)
from agreements.acceptance_codes.tables import AcceptanceCode
from agreements.records import queries as records
from agreements.records.states import Status
from agreements.settings import AcceptanceCodeSettings
from common import clock
from common.answers import Coded
from common.crypto import Cipher
from common.peers import PeerRefused, PeerUnavailable
from common.service import Context

log = structlog.get_logger(__name__)
FIELD = "acceptance_code"
DIGITS = 6
KEPT = timedelta(days=2)
FORGET_BATCH = 1000
CHANNELS = {"sms": "短信", "wechat": "微信"}
TEMPLATES = {
    Purpose.ACCEPTANCE: "verification_for_acceptance",
    Purpose.CORRECTION: "verification_for_correction",
}
"""They say what the code does, and with whom it binds."""
NO_WAY, TOO_MANY = "notifications.no_way_to_graduate", 429
NOT_NEEDED = AskedCode(
    required=False, channel=None, target=None, expires_at=None, detail="平台未启用验证码，可以直接提交。"
)


@dataclass(frozen=True)
class Fresh:
    """A code that is to be sent."""

    id: UUID
    code: str
    expires_at: datetime
    purpose: Purpose
    employer_name: str


@dataclass(frozen=True)
class Proof:
    """What an acceptance goes on with."""

    note: str | None
    """What the history has to say of an acceptance without a code."""
    tried: Try | None
    """None where no code is needed."""


NOT_ASKED = Proof(None, tried=None)


async def make_code(session: AsyncSession, cipher: Cipher, settings: AcceptanceCodeSettings, bound: Bound) -> Fresh:
    """A new code for an agreement that the caller has locked; whatever was sent before is worth nothing from now on.

    Raises:
        AcceptanceCodeTooSoon, AcceptanceCodesUsedUp: not yet, or not today.
    """
    now = clock.now()
    await store.lock(session, bound.graduate_id)
    await _keep_to_caps(session, settings, bound, now)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    agreement = await records.find_any(session, bound.agreement_id)
    purpose = purpose_in(Status(agreement.status))
    fresh = Fresh(uuid7(), code, now + timedelta(minutes=settings.minutes), purpose, agreement.employer_name)
    await store.add(
        session,
        id=fresh.id,
        agreement_id=bound.agreement_id,
        graduate_id=bound.graduate_id,
        version=bound.version,
        terms_sha256=bound.terms_sha256,
        code_hash=code_hash(cipher, bound, code),
        state=CodeState.OPEN.value,
        tries=0,
        asked_at=now,
        expires_at=fresh.expires_at,
    )
    return fresh


async def have_sent(context: Context, bound: Bound, fresh: Fresh) -> AskedCode:
    """Hand it to notifications. If nobody is there to send it, the acceptance may do without: signing goes on while
    other services are away.

    Raises:
        GraduateUnreachable: there is neither number nor WeChat.
        AcceptanceCodeTooSoon: the number has had as many codes as it may have for now.
    """
    settings: AcceptanceCodeSettings = context.settings.acceptance_code
    try:
        sent = await _post(context, settings, bound, fresh)
    except PeerUnavailable as fault:
        return await _do_without(context, fresh, str(fault))
    except PeerRefused as refused:
        return await _refused(context, fresh, refused)
    return AskedCode(
        required=True,
        channel=Coded(code=sent["channel"], label=CHANNELS.get(sent["channel"], sent["channel"])),
        target=sent.get("target"),
        expires_at=fresh.expires_at,
        detail=f"验证码已发送，{settings.minutes}分钟内有效。",
    )


def code_hash(cipher: Cipher, bound: Bound, code: str) -> str:
    """What is kept of a code: keyed, and worth nothing for other terms."""
    return cipher.blind_index(f"{bound.agreement_id}:{bound.version}:{bound.terms_sha256}:{code}", FIELD)


def prove(context: Context, bound: Bound, known: Known | None, code: str | None) -> Proof:
    """Compare a code with the latest that was asked for. Nobody is told what comes of it before the statement that
    writes the acceptance has taken the try: it uses the code up or counts the guess.

    Raises:
        AcceptanceCodeRefused: there is nothing that could be tried.
    """
    settings: AcceptanceCodeSettings = context.settings.acceptance_code
    if settings.mode == "off":
        return NOT_ASKED
    given = code_hash(context.resources.cipher, bound, code) if code else None
    verdict = verdict_on(known, bound, given, settings.tries, clock.now())
    if verdict.refusal is not None:
        raise verdict.refusal
    return Proof(verdict.note, Try(verdict.right, settings.tries))


async def prove_here(session: AsyncSession, context: Context, bound: Bound, code: str | None) -> Verdict:
    """The same in a transaction of the caller's own, which uses the code up or counts the wrong guess.

    Returns: with the refusal, if there is one, to be raised when the transaction has ended; or the guess would not
        count.
    """
    settings: AcceptanceCodeSettings = context.settings.acceptance_code
    if settings.mode == "off":
        return Verdict()
    row = await store.latest_for_try(session, bound.agreement_id, bound.graduate_id)
    given = code_hash(context.resources.cipher, bound, code) if code else None
    verdict = verdict_on(_known(row), bound, given, settings.tries, clock.now())
    if row is None or verdict.refusal is not None:
        return verdict
    if verdict.right:
        await store.use(session, row.id)
        return verdict
    refusal = wrong_guess(row.tries + 1, settings.tries)
    await store.count_try(session, row.id)
    return Verdict(refusal)


async def forget_codes(session: AsyncSession) -> int:
    """One batch of codes that prove nothing any more and count for no day's cap."""
    return await store.forget(session, clock.now() - KEPT, FORGET_BATCH)


async def _keep_to_caps(session: AsyncSession, settings: AcceptanceCodeSettings, bound: Bound, now: datetime) -> None:
    last = await store.latest(session, bound.agreement_id, bound.graduate_id)
    if last is not None and last.terms_sha256 == bound.terms_sha256:
        wait = last.asked_at + timedelta(seconds=settings.seconds_between) - now
        if wait > timedelta(0):
            seconds = int(wait.total_seconds()) + 1
            raise AcceptanceCodeTooSoon(f"请在{seconds}秒后重新获取。", retry_after=seconds)
    midnight = clock.shanghai_midnight(clock.shanghai_date(now))
    if await store.asked_since(session, bound.graduate_id, midnight) >= settings.per_day:
        seconds = int((midnight + timedelta(days=1) - now).total_seconds()) + 1
        raise AcceptanceCodesUsedUp(f"每天最多获取{settings.per_day}次，请明天再试。", retry_after=seconds)


async def _post(context: Context, settings: AcceptanceCodeSettings, bound: Bound, fresh: Fresh) -> dict[str, str]:
    answer = await context.peers.request(
        "POST",
        "notifications",
        "/v1/text-messages/to-graduates",
        json={
            "graduate_id": str(bound.graduate_id),
            "template": TEMPLATES[fresh.purpose],
            "params": {"employer": fresh.employer_name, "code": fresh.code, "minutes": str(settings.minutes)},
        },
        headers={"Idempotency-Key": str(fresh.id)},
        timeout=settings.send_within_seconds,
    )
    return dict(answer.json())


async def _do_without(context: Context, fresh: Fresh, why: str) -> AskedCode:
    log.warning("acceptance_code_undeliverable", code_id=str(fresh.id), why=why)
    async with context.database.transaction() as own:
        await store.note_undeliverable(own, fresh.id)
    detail = "验证码暂时无法发送，在有效期内可以直接提交；签约记录会注明本次未经验证码确认。"
    return AskedCode(required=False, channel=None, target=None, expires_at=fresh.expires_at, detail=detail)


async def _refused(context: Context, fresh: Fresh, refused: PeerRefused) -> AskedCode:
    if refused.status != TOO_MANY and refused.problem.get("code") != NO_WAY:
        return await _do_without(context, fresh, str(refused))
    async with context.database.transaction() as own:
        await store.remove(own, fresh.id)
    if refused.status == TOO_MANY:
        raise AcceptanceCodeTooSoon(str(refused.problem.get("detail", "")), retry_after=60) from refused
    raise GraduateUnreachable(rule="graduate_can_be_reached", who_can_change="毕业生本人") from refused


def _known(row: AcceptanceCode | None) -> Known | None:
    if row is None:
        return None
    return Known(CodeState(row.state), row.version, row.terms_sha256, row.code_hash, row.tries, row.expires_at)
