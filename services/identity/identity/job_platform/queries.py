"""What screens and other features ask about accounts of the job platform."""

from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from common.answers import ActionOption, action_option
from common.auth.actors import EmployerUser
from common.contracts.values import region
from common.contracts.values.checked import ValueFault
from common.contracts.values.mobile import mask
from common.errors import Problem
from common.http.validation import field_faults
from common.service import Context
from identity.accounts.commands import own_account
from identity.accounts.errors import personal_data_missing
from identity.employers.errors import EmployerNotGiven, NothingToJoin
from identity.employers.queries import Employer, employer_of, joinable
from identity.employers.schemas import EmployerForm
from identity.employers.states import JOIN, LABELS
from identity.job_platform import states, store
from identity.job_platform.errors import USER
from identity.job_platform.schemas import (
    JobPlatformLinkView,
    JobPlatformRecord,
    KnownEmployer,
    Obstacle,
    PrefilledEmployer,
)
from identity.job_platform.states import LOCKED_FIELDS, VerifiedThere, why_not_upgrade
from identity.membership.errors import BelongsElsewhere
from identity.verification.states import VerificationAction, VerificationStatus, own_step_refusal

RECORD_FIELD = "job_platform_links.record"


async def verified_there(session: AsyncSession, employer_id: UUID) -> VerifiedThere | None:
    """What the job platform has verified of an employer: such a one adds only the letter (guides/000 §2)."""
    found = await store.marked(session, employer_id)
    return VerifiedThere(found.name, found.uscc) if found else None


async def upgrade_actions(session: AsyncSession, user_id: UUID) -> list[ActionOption]:
    """What a user's own employer is offered because the job platform vouches for it; nothing to any other."""
    account = await own_account(session, user_id)
    if account.employer_id is None:
        return []
    employer = await employer_of(session, account.employer_id)
    verified = await verified_there(session, employer.id)
    if verified is None:
        return []
    step = VerificationAction.SUBMIT_UPGRADE
    return [action_option(step, step.label, _upgrade_refusal(verified, employer, account.name))]


def form_of(known: KnownEmployer) -> EmployerForm:
    """The employer's data there as a form here.

    Raises:
        EmployerDataUnusable: they are not good enough, field by field.
    """
    given = {name: value for name, value in known.model_dump(exclude={"verified"}).items() if value}
    try:
        return EmployerForm.model_validate(given)
    except ValidationError as fault:
        raise states.unusable(field_faults(fault.errors()), LABELS) from None


async def link_view(session: AsyncSession, context: Context, actor: EmployerUser) -> JobPlatformLinkView:
    """The user's own link, with the employer's data to begin a form with."""
    account = await own_account(session, actor.id)
    employer = await employer_of(session, account.employer_id) if account.employer_id else None
    link = await store.link_of_user(session, actor.id)
    verified = await verified_there(session, employer.id) if employer else None
    upgrade: Problem | None = EmployerNotGiven(who_can_change=USER)
    if employer is not None:
        upgrade = _upgrade_refusal(verified, employer, account.name)
    record = _opened(context, link.record_sealed) if link else None
    known = record.employer if record else None
    unlink = states.why_not_unlink(linked=link is not None, has_password=account.password_hash is not None)
    return JobPlatformLinkView(
        linked=link is not None,
        linked_at=link.linked_at if link else None,
        seen_at=link.seen_at if link else None,
        name=record.name if record else None,
        mobile=mask(record.mobile) if record else None,
        employer=_prefilled(known) if known else None,
        obstacle=_obstacle(known) if known and employer is None else None,
        locked_fields=list(LOCKED_FIELDS) if verified else [],
        actions=[
            action_option("link", "关联就业平台账号", states.why_not_link(linked=link is not None)),
            action_option("unlink", "解除关联", unlink),
            action_option("upgrade", "补传网签授权书", upgrade),
            action_option(JOIN["action"], JOIN["label"], await _join_refusal(session, account.employer_id, known)),
        ],
    )


def _upgrade_refusal(verified: VerifiedThere | None, employer: Employer, user_name: str | None) -> Problem | None:
    not_open = own_step_refusal(VerificationStatus(employer.status), VerificationAction.SUBMIT_UPGRADE)
    nameless = None if user_name else personal_data_missing()
    return why_not_upgrade(verified, employer.name, employer.uscc) or not_open or nameless


async def _join_refusal(session: AsyncSession, employer_id: UUID | None, known: KnownEmployer | None) -> Problem | None:
    """Why the user cannot ask to join the employer of their account there, by the USCC that is shown; None when they
    can."""
    if employer_id is not None:
        return BelongsElsewhere(who_can_change=USER)
    try:
        await joinable(session, known.uscc.strip().upper() if known else "")
    except NothingToJoin as refusal:
        return refusal
    return None


def _obstacle(known: KnownEmployer) -> Obstacle | None:
    try:
        form_of(known)
    except Problem as refusal:
        return Obstacle(
            code=refusal.code,
            title=refusal.title,
            detail=refusal.detail,
            remedy=refusal.advice,
            who_can_change=refusal.who_can_change,
        )
    return None


def _opened(context: Context, sealed: str) -> JobPlatformRecord:
    return JobPlatformRecord.model_validate_json(context.resources.cipher.decrypt(sealed, RECORD_FIELD))


def _prefilled(known: KnownEmployer) -> PrefilledEmployer:
    return PrefilledEmployer(**known.model_dump(), region=_region(known.region_code))


def _region(code: str) -> str:
    try:
        return region.region_name(code)
    except ValueFault:
        return ""
