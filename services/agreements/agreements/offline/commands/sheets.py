"""What the graduate fills in."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from agreements.forms import commands as forms
from agreements.forms.schemas import OfflineForm
from agreements.offline import states
from agreements.records import queries as records
from agreements.records.commands import begin, carry_out
from agreements.records.queries import Agreement
from agreements.records.schemas.reporting import refuse_past_report
from agreements.records.states import Action, Kind
from agreements.signing.commands.letters import keep_letter
from common import clock
from common.auth.actors import Graduate
from common.crypto import Cipher


async def submit_sheet(session: AsyncSession, cipher: Cipher, actor: Graduate, form: OfflineForm) -> Agreement:
    """提交: the data of an agreement to be sealed on paper; the first review begins.

    Raises:
        Conflict: a rule forbids it.
        Invalid: the form contradicts itself or what the platform knows.
    """
    now = clock.now()
    refuse_past_report(form.letter, now)
    whose = await forms.new_case_owner(session, actor, uuid7())
    sent = await forms.filled(session, whose, form)
    case = records.application_case(Kind.OFFLINE, sent.around, whose.school_name, whose.cohort)
    change = states.apply(case, Action.SUBMIT_SHEET, actor, now)
    first = forms.first_submitted(whose, Kind.OFFLINE, change)
    return await begin(session, change, **first, **forms.submitted(whose, sent, cipher))


async def resubmit_sheet(
    session: AsyncSession, cipher: Cipher, actor: Graduate, agreement_id: UUID, form: OfflineForm
) -> Agreement:
    """The whole form again, after a reviewer has returned it; what it freezes is frozen anew."""
    agreement = await forms.returned(session, actor, agreement_id)
    now = clock.now()
    refuse_past_report(form.letter, now)
    whose = forms.owner_again(agreement)
    sent = await forms.filled(session, whose, form)
    change = states.apply(records.case_of(agreement, sent.around), Action.RESUBMIT_SHEET, actor, now)
    await keep_letter(session, agreement, change)
    return await carry_out(session, agreement, change, return_detail=None, **forms.submitted(whose, sent, cipher))
