"""Asking for the code that an acceptance needs, and the confirmation of a correction."""

from uuid import UUID

from agreements.acceptance_codes import commands as codes
from agreements.acceptance_codes.commands import NOT_NEEDED
from agreements.acceptance_codes.schemas import AskedCode
from agreements.acceptance_codes.states import Bound
from agreements.records import queries as records
from agreements.records.states import Action, Status
from agreements.signing import queries, states
from agreements.signing.commands.answers import refuse_other_terms
from agreements.signing.schemas import AcceptTerms
from common import clock
from common.auth.actors import Graduate
from common.service import Context

ACCEPTS, CONFIRMS = (Action.ACCEPT, "接受"), (Action.CONFIRM_CORRECTION, "确认")
"""What a code can be for, and what it is called once the terms were read."""


async def ask_for_code(context: Context, actor: Graduate, agreement_id: UUID, read: AcceptTerms) -> AskedCode:
    """Have a code sent for exactly these terms; none is sent for what could not be accepted, or
    confirmed, now.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids the acceptance, or the confirmation.
        TermsChanged: what would be accepted or confirmed is not what was read.
        AcceptanceCodeTooSoon, AcceptanceCodesUsedUp, GraduateUnreachable.
    """
    cipher, settings = context.resources.cipher, context.settings.acceptance_code
    bound = Bound(agreement_id, actor.graduate_id, read.version, read.terms_sha256)
    async with context.database.transaction() as own:
        agreement = await records.find_for_change(own, agreement_id, actor)
        around = await records.situation_around(own, agreement)
        action, then = CONFIRMS if Status(agreement.status) is Status.CONFIRMING else ACCEPTS
        states.apply(records.case_of(agreement, around), action, actor, clock.now())
        terms = queries.terms_of(agreement, records.particulars_of(agreement, around), cipher)
        refuse_other_terms(terms, read, then)
        if settings.mode == "off":
            return NOT_NEEDED
        fresh = await codes.make_code(own, cipher, settings, bound)
    return await codes.have_sent(context, bound, fresh)
