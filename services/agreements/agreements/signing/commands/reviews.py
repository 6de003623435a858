"""The school's review: 审核 in three-party agreements, 鉴证 in two-party ones (guides/003 §5.1)."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.numbering.commands import allocate_number
from agreements.parties import queries as parties
from agreements.policy import queries as policy
from agreements.policy.errors import NoSignSettings
from agreements.signing import queries, states, store
from agreements.signing.commands.changes import carry_out
from agreements.signing.schemas.views import Reject
from agreements.signing.states import Action, Change, Status
from agreements.signing.tables import Agreement
from common import clock
from common.auth.actors import SchoolReviewer


async def pass_review(session: AsyncSession, actor: SchoolReviewer, agreement_id: UUID) -> Agreement:
    """审核通过 / 鉴证通过 at the reviewer's step; the school's gives the agreement its number."""
    agreement = await store.find_for_change(session, agreement_id, actor)
    change = states.apply(queries.plain_case(agreement), Action.PASS, actor, clock.now())
    frozen = await _frozen_at_signing(session, agreement, change) if change.status is Status.SIGNED else {}
    return await carry_out(session, agreement, change, **frozen)


async def reject(session: AsyncSession, actor: SchoolReviewer, agreement_id: UUID, why: Reject) -> Agreement:
    """审核不通过 at the reviewer's step: the signing has failed."""
    agreement = await store.find_for_change(session, agreement_id, actor)
    change = states.apply(queries.plain_case(agreement), Action.REJECT, actor, clock.now())
    return await carry_out(
        session,
        agreement,
        change,
        reject_step=agreement.review_step,
        reject_reason=why.reason_code.value,
        reject_detail=why.detail,
    )


async def _frozen_at_signing(session: AsyncSession, agreement: Agreement, change: Change) -> dict[str, Any]:
    """The school's printed contact as it is at this moment, and the number."""
    settings = await policy.sign_settings(session, agreement.school_code, agreement.cohort)
    if settings is None:
        raise NoSignSettings(agreement.cohort)
    name = await parties.school_name(session, agreement.school_code)
    return {
        "signed_at": change.at,
        "number": await allocate_number(session, agreement.cohort, agreement.school_code),
        "school": {"name": name, "contact": policy.frozen_contact(settings)},
    }
