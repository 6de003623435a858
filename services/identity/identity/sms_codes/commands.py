"""Sending verification codes and checking them."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.logging import get_logger
from common.peers import PeerRefused, PeerUnavailable
from common.service import Context
from identity.sms_codes import states, store
from identity.sms_codes.errors import SmsCodeExpired, SmsCodeWrong, SmsUnavailable
from identity.sms_codes.states import Purpose, Sent
from identity.sms_codes.tables import SmsCode
from identity.text_messages import send_text

log = get_logger(__name__)

DIGITS = 6
TEMPLATE = "verification_code"
TRY_AGAIN_SECONDS = 10
FORGET_BATCH = 1000


async def send_code(context: Context, mobile: str, purpose: Purpose, address: str) -> None:
    """Send a code, whoever the number belongs to.

    No transaction is open while notifications is asked. The code is written first, so that two requests at once cannot
    both be under a cap, and taken back when it could not be sent.

    Raises:
        SmsCodeTooSoon, SmsCodesUsedUp, AddressLimited: a cap of the settings.
        SmsUnavailable: notifications does not take the message; nothing was counted.
    """
    code_id = uuid7()
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    await _write(context, code_id, code, mobile, purpose, address)
    try:
        await _hand_over(context, code_id, code, mobile)
    except (PeerUnavailable, PeerRefused) as fault:
        async with context.resources.aside.transaction() as own:
            await store.remove_code(own, code_id)
        log.warning("verification code not sent", reason=str(fault))
        raise SmsUnavailable(retry_after=TRY_AGAIN_SECONDS) from fault


@dataclass(frozen=True)
class CodeGiven:
    """A code that somebody read on a mobile, and what for."""

    mobile: str
    code: str
    purpose: Purpose


async def prove_mobile(context: Context, mobile: str, code: str, purpose: Purpose) -> None:
    """Use the code up if it is the one that was sent to this mobile last.

    Used up means for good, whatever becomes of the request: its row is held by nobody while the request goes on.

    Raises:
        SmsCodeWrong: it is another; the try was counted.
        SmsCodeExpired: there is none that can still be tried.
        Busy: too many try at once; nothing was counted.
    """
    await prove_mobiles(context, CodeGiven(mobile, code, purpose))


async def prove_mobiles(context: Context, *codes: CodeGiven) -> None:
    """The same for several codes in their order: all are used up, or none is.

    Raises: as `prove_mobile`, for the first code that is not right.
    """
    now, right = clock.now(), []
    # Counted in a transaction of its own: a wrong code is a refusal, and must be remembered all the same.
    async with context.resources.aside.transaction() as own:
        for given in codes:
            tried = await _try(own, context, given, now)
            fault = _fault(context, tried, given.code)
            if tried is None or fault is not None:
                break
            right.append(tried.id)
        else:
            await store.use_codes(own, right, now)
    if fault is not None:
        raise fault


async def give_back(context: Context, mobile: str, purpose: Purpose) -> None:
    """Let the code just used be tried again while it lasts: what it was used for was not done. The try stays counted.

    Only for who holds no lock.
    """
    async with context.resources.aside.transaction() as own:
        await store.unuse_newest(own, _mobile_index(context, mobile), purpose)


async def forget_codes(session: AsyncSession) -> int:
    """Delete one batch of codes that no cap counts any more."""
    return await store.forget_codes(session, clock.now() - states.DAY, FORGET_BATCH)


async def _write(context: Context, code_id: UUID, code: str, mobile: str, purpose: Purpose, address: str) -> None:
    mobile_index = _mobile_index(context, mobile)
    address_index = context.resources.cipher.blind_index(address, "sms_codes.address")
    async with context.resources.aside.transaction() as own:
        await store.count_alone(own, mobile_index, address_index)
        now = clock.now()
        sent = await _sent(own, mobile_index, address_index, now)
        refused = states.refusal(sent, now, context.settings.sms_codes)
        if refused:
            raise refused
        await store.add_code(
            own,
            id=code_id,
            mobile_index=mobile_index,
            address_index=address_index,
            purpose=purpose,
            code_hash=_code_hash(context, code_id, code),
            created_at=now,
            expires_at=now + timedelta(minutes=context.settings.sms_codes.minutes),
        )


async def _try(session: AsyncSession, context: Context, given: CodeGiven, now: datetime) -> SmsCode | None:
    index, tries = _mobile_index(context, given.mobile), context.settings.sms_codes.tries
    return await store.count_try(session, index, given.purpose, now=now, limit=tries)


def _fault(context: Context, tried: SmsCode | None, code: str) -> SmsCodeWrong | SmsCodeExpired | None:
    if tried is None:
        return SmsCodeExpired()
    if hmac.compare_digest(tried.code_hash, _code_hash(context, tried.id, code)):
        return None
    return SmsCodeWrong(f"短信验证码错误，还可尝试 {context.settings.sms_codes.tries - tried.tries} 次。")


async def _sent(session: AsyncSession, mobile_index: str, address_index: str, now: datetime) -> Sent:
    count, last = await store.codes_to_number(session, mobile_index, now - states.DAY)
    return Sent(count, last, await store.codes_from_address(session, address_index, now - states.HOUR))


async def _hand_over(context: Context, code_id: UUID, code: str, mobile: str) -> None:
    minutes = str(context.settings.sms_codes.minutes)
    await send_text(context, mobile, TEMPLATE, {"code": code, "minutes": minutes}, f"sms-code-{code_id}")


def _mobile_index(context: Context, mobile: str) -> str:
    return context.resources.cipher.blind_index(mobile, "sms_codes.mobile")


def _code_hash(context: Context, code_id: UUID, code: str) -> str:
    # Keyed: the plain hash of six digits can be looked up.
    return context.resources.cipher.blind_index(f"{code_id}:{code}", "sms_codes.code")
