"""What screens show of an employer."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.answers import ActionOption, action_option
from common.auth.actors import EmployerUser
from common.contracts.codes import EMPLOYER_NATURES, INDUSTRIES
from common.contracts.values import region, uscc
from common.contracts.values.mobile import mask
from common.service import Context
from identity.accounts.commands import own_account
from identity.accounts.errors import personal_data_missing
from identity.employers import states, store
from identity.employers.errors import EmployerNotGiven
from identity.employers.tables import Employer
from identity.verification.states import VerificationAction, VerificationStatus


async def own_employer(session: AsyncSession, context: Context, actor: EmployerUser) -> dict[str, Any]:
    """The employer of who is signed in, without its newest verification, which the route adds.

    Raises:
        EmployerNotGiven: its data were not filled in yet.
    """
    account = await own_account(session, actor.id)
    found = await store.employer(session, account.employer_id) if account.employer_id else None
    if found is None:
        raise EmployerNotGiven
    status = VerificationStatus(found.status)
    return {
        "id": found.id,
        "status": {"code": status, "label": status.label},
        **described(particulars(found)),
        "contact": contact(context, found),
        "version": found.version,
        "saved_at": found.saved_at,
        "verified_at": found.verified_at,
        "refresh_needed": actor.employer_id != found.id,
        "actions": actions(status, account.name),
    }


async def employer_contact(session: AsyncSession, context: Context, employer_id: UUID) -> dict[str, Any]:
    """单位联系人 for the centre's reviewer, with the middle of the numbers hidden."""
    found = await store.employer(session, employer_id)
    if found is None:
        raise EmployerNotGiven
    full = contact(context, found)
    return {**full, "phone": mask(full["phone"]), "mobile": mask(full["mobile"]) if full["mobile"] else None}


async def employer_by_id(session: AsyncSession, employer_id: UUID) -> Employer | None:
    """An employer as it is now."""
    return await store.employer(session, employer_id)


def facts(employer: Employer) -> dict[str, Any]:
    """The fields of `EmployerFacts`: what every event says that carries an employer's data."""
    names = ("name", "uscc", "nature_code", "industry_code", "region_code", "address")
    may_sign = employer.status == VerificationStatus.APPROVED
    return {"employer_id": employer.id, **{name: getattr(employer, name) for name in names}, "may_sign": may_sign}


async def verified_employer(session: AsyncSession, employer_id: UUID) -> dict[str, Any] | None:
    """The facts of an employer that has passed verification, suspended since or not; None for any other."""
    found = await store.employer(session, employer_id)
    return facts(found) if found and found.verified_at else None


async def verified_holder(session: AsyncSession, uscc: str) -> dict[str, Any] | None:
    """The same of the one employer that has this USCC."""
    found = await store.holder(session, uscc)
    return facts(found) if found and found.verified_at else None


def particulars(employer: Employer) -> dict[str, Any]:
    """What a reviewer compares with the licence, as codes."""
    names = ("name", "uscc", "type", "nature_code", "industry_code", "region_code", "address", "postcode")
    return {name: getattr(employer, name) for name in names}


def described(given: dict[str, Any]) -> dict[str, Any]:
    """Particulars with labels instead of bare codes, and what should be looked at twice."""
    return {
        **{name: given[name] for name in ("name", "uscc", "type", "address", "postcode")},
        "nature": {"code": given["nature_code"], "label": EMPLOYER_NATURES.label(given["nature_code"])},
        "industry": {"code": given["industry_code"], "label": INDUSTRIES.label(given["industry_code"])},
        "region": {"code": given["region_code"], "label": region.region_name(given["region_code"])},
        "warnings": [
            *uscc.warnings(given["uscc"]),
            *region.warnings(given["region_code"]),
            *states.nature_warnings(given["type"], given["nature_code"]),
        ],
    }


def contact(context: Context, employer: Employer) -> dict[str, Any]:
    """单位联系人 with readable numbers."""
    cipher = context.resources.cipher
    return {
        "name": employer.contact_name,
        "phone": cipher.decrypt(employer.contact_phone, "employers.contact_phone"),
        "mobile": cipher.decrypt(employer.contact_mobile, "employers.contact_mobile")
        if employer.contact_mobile
        else None,
        "email": employer.contact_email,
    }


def actions(status: VerificationStatus, user_name: str | None) -> list[ActionOption]:
    """What the employer's user of this name may do with its data now."""
    submit = VerificationAction.SUBMIT_MATERIAL
    refusal = states.why_not_submit(status) or (None if user_name else personal_data_missing())
    return [
        action_option("change", "修改单位信息", states.why_not_change(status)),
        action_option(submit, submit.label, refusal),
    ]
