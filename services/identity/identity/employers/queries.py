"""What screens show of an employer."""

from collections.abc import Callable, Collection, Iterable
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.answers import ActionOption, action_option
from common.auth.actors import EmployerUser
from common.contracts.codes import EMPLOYER_NATURES, INDUSTRIES
from common.contracts.identity import EmployerRestated
from common.contracts.values import region, uscc
from common.contracts.values.mobile import mask
from common.paging import Page, PageRequest, page_of
from common.service import Context
from identity.accounts.commands import own_account
from identity.accounts.errors import personal_data_missing
from identity.employers import states, store
from identity.employers.errors import EmployerNotFound, EmployerNotGiven, NothingToJoin
from identity.employers.schemas import FieldChange, FieldValue, VersionView
from identity.employers.tables import Employer, EmployerData, EmployerVersion
from identity.verification.states import OWN_ACTIONS, VerificationStatus, own_step_refusal

__all__ = [
    "Employer",
    "actions",
    "contact",
    "data_of",
    "described",
    "differences",
    "employer_by_id",
    "employer_contact",
    "employer_of",
    "employers_of",
    "facts",
    "hidden",
    "history",
    "joinable",
    "opened",
    "own_employer",
    "particulars",
    "restated",
    "search_employers",
    "shown",
    "verified_employer",
    "verified_holder",
    "verified_namesake",
    "whole",
]

_LABELLED: dict[str, Callable[[str], str]] = {
    "nature_code": EMPLOYER_NATURES.label,
    "industry_code": INDUSTRIES.label,
    "region_code": region.region_name,
}


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


async def employer_of(session: AsyncSession, employer_id: UUID) -> Employer:
    """An employer as it is now, not held.

    Raises:
        EmployerNotFound: there is none.
    """
    found = await store.employer(session, employer_id)
    if found is None:
        raise EmployerNotFound
    return found


async def employers_of(session: AsyncSession, employer_ids: Collection[UUID]) -> dict[UUID, Employer]:
    """These employers, by their ids."""
    return {row.id: row for row in await store.employers(session, employer_ids)}


async def search_employers(session: AsyncSession, wanted: states.Search, page: PageRequest) -> list[Employer]:
    """One more than a page of the employers that meet all conditions, the newest first."""
    position = page.position(UUID)
    return await store.search(session, wanted, position[0] if position else None, page.limit + 1)


async def joinable(session: AsyncSession, uscc_code: str) -> Employer:
    """The employer of this USCC that further users may ask to join.

    Raises:
        NothingToJoin: nobody has registered it, or it is a draft that nobody has submitted.
    """
    found = await store.holder(session, uscc_code)
    if found is None or states.why_not_change(VerificationStatus(found.status)) is None:
        raise NothingToJoin
    return found


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


async def verified_namesake(session: AsyncSession, normal_name: str) -> dict[str, Any] | None:
    """The same of the employer of this name, in its normal form; None when several have it."""
    found = await store.verified_named(session, normal_name)
    return facts(found[0]) if len(found) == 1 else None


async def restated(session: AsyncSession, after: UUID, limit: int) -> list[tuple[EmployerRestated, int]]:
    """Present facts said again, each with its version: of employers that have ever passed verification, by their ids
    from behind `after`. Nobody was told of the others."""
    found = await store.all_verified(session, after, limit)
    return [(EmployerRestated(**facts(employer)), employer.version) for employer in found]


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
    data = data_of(context, employer)
    return {name: data[f"contact_{name}"] for name in ("name", "phone", "mobile", "email")}


def data_of(context: Context, row: EmployerData) -> dict[str, Any]:
    """单位信息 of an employer or of a version of it, in plain text."""
    return opened(context, {name: getattr(row, name) for name in states.LABELS})


def opened(context: Context, stored: dict[str, Any]) -> dict[str, Any]:
    """Stored fields in plain text: the encrypted ones are decrypted."""
    cipher = context.resources.cipher
    numbers = [name for name in ("contact_phone", "contact_mobile") if stored.get(name)]
    return {**stored, **{name: cipher.decrypt(stored[name], f"employers.{name}") for name in numbers}}


def hidden(data: dict[str, Any]) -> dict[str, Any]:
    """The same data with the middle of the numbers hidden, for who has not asked to see them."""
    return {**data, **{name: mask(data[name]) for name in ("contact_phone", "contact_mobile") if data.get(name)}}


def differences(names: Iterable[str], before: dict[str, Any], after: dict[str, Any]) -> list[FieldChange]:
    """What a change does to these fields, in words."""
    return [
        FieldChange(
            field=name, label=states.LABELS[name], before=shown(name, before.get(name)), after=shown(name, after[name])
        )
        for name in names
    ]


def whole(data: dict[str, Any]) -> list[FieldValue]:
    """All fields, in words."""
    return [FieldValue(field=name, label=states.LABELS[name], value=shown(name, data[name])) for name in states.LABELS]


def shown(name: str, value: str | None) -> str | None:
    """A field's value as people read it: labels and 省市区 instead of codes."""
    if value is None or name not in _LABELLED:
        return value
    return _LABELLED[name](value)


async def history(
    session: AsyncSession,
    context: Context,
    employer_id: UUID,
    page: PageRequest,
    seen: Callable[[dict[str, Any]], dict[str, Any]],
) -> Page[VersionView]:
    """All versions of the data, newest first; `seen` hides what the reader is not to see."""
    position = page.position(int)
    # One more than a page and its successor: each version is compared with the one before it.
    rows = await store.versions(session, employer_id, position[0] if position else None, page.limit + 1)
    data = {row.version: seen(data_of(context, row)) for row in rows}
    earlier = {row.version: data[older.version] for row, older in pairwise(rows)}

    def view(row: EmployerVersion) -> VersionView:
        before = earlier.get(row.version, {})
        change = states.Change(row.change)
        return VersionView(
            version=row.version,
            at=row.changed_at,
            by=row.actor_name,
            change={"code": change, "label": change.label},
            note=row.note,
            correction_id=row.correction_id,
            changes=differences(row.changed_fields, before, data[row.version]),
            data=whole(data[row.version]),
        )

    return page_of(rows, page, view, lambda row: row.version)


def actions(status: VerificationStatus, user_name: str | None) -> list[ActionOption]:
    """What the employer's user of this name may do with its data now."""
    nameless = None if user_name else personal_data_missing()
    return [
        action_option("change", "修改单位信息", states.why_not_change(status)),
        action_option("correct", "申请更正单位信息", states.why_not_correct(status)),
        *(action_option(step, step.label, own_step_refusal(status, step) or nameless) for step in OWN_ACTIONS),
    ]
