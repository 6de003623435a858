"""What is around an agreement, gathered for the rules and for what is shown and frozen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.endings import queries as endings
from agreements.endings.queries import Dismissed
from agreements.favourites.queries import Favourite
from agreements.parties import queries as parties
from agreements.parties.errors import EmployerNotVerified
from agreements.parties.queries import Employer, Graduate
from agreements.policy import queries as policy
from agreements.policy.errors import SigningNotOpen
from agreements.policy.queries import SignSettings
from agreements.policy.states import AgreementType
from agreements.records import errors, store
from agreements.records.states import LIVE, STANDING, Case, InvalidReason, Kind, Standing, Status, rules
from agreements.records.tables import Agreement
from agreements.rescission import queries as rescissions
from common.review import ReviewMode, ReviewStep

WATCHED = {"name": "姓名", "person_index": "身份证号", "school_code": "毕业院校", "level_code": "学历层次"}
"""A correction of these makes a favourite or an invitation out of date."""
COLUMNS = {"name": "graduate_name"}
"""Where an invitation keeps those whose column is not of the same name."""


@dataclass(frozen=True)
class Situation:
    """The read copies and settings that matter to one agreement, as they are now."""

    employer: Employer | None
    graduate: Graduate | None
    settings: SignSettings | None
    live: Agreement | None
    """The graduate's live agreement, which may be the very one looked at."""
    agreement_type: AgreementType | None = None
    """What an acceptance would freeze: the decision of the school's province. None in lists, which do not ask."""
    dismissed: Dismissed | None = None
    """The graduate's cases of “这不是我签的” about this agreement that the school has dismissed."""
    rescissions_asked: int = 0
    """How many requests the graduate has submitted; counted only while an agreement stands that could be rescinded."""

    @property
    def the_employer(self) -> Employer:
        """The employer, or `EmployerNotVerified`."""
        if self.employer is None:
            raise EmployerNotVerified
        return self.employer

    @property
    def the_graduate(self) -> Graduate:
        """The graduate whom some roster has or had, or `GraduateNotOnRoster`."""
        if self.graduate is None:
            raise errors.GraduateNotOnRoster(rule="graduate_may_sign", who_can_change="毕业生所在学校的学校用户")
        return self.graduate

    @property
    def the_settings(self) -> SignSettings:
        """The school's settings, or `SigningNotOpen`."""
        if self.settings is None:
            raise SigningNotOpen(rule="signing_is_open", who_can_change="学校用户，在“签约设置”中填写并开启")
        return self.settings

    @property
    def the_agreement_type(self) -> AgreementType:
        """The type; nothing is accepted out of a list, and a guess would be printed."""
        if self.agreement_type is None:
            raise LookupError("the situation was gathered for a list, without the agreement type")
        return self.agreement_type


async def situation_of(
    session: AsyncSession, employer_id: UUID | None, graduate_id: UUID, school_code: str, cohort: int
) -> Situation:
    """Gather it."""
    live = await store.live_agreement(session, graduate_id)
    return Situation(
        employer=await parties.employer(session, employer_id) if employer_id else None,
        graduate=await parties.graduate(session, graduate_id),
        settings=await policy.sign_settings(session, school_code, cohort),
        agreement_type=await policy.agreement_type_of_school(session, school_code, cohort),
        live=live,
        rescissions_asked=await _rescissions_asked(session, live),
    )


async def situations_of_invitations(
    session: AsyncSession, employer_id: UUID, favourites: Collection[Favourite]
) -> dict[UUID, Situation]:
    """Gather it for new invitations to many favourites, by graduate, with the same few statements for any number."""
    graduate_ids = {favourite.graduate_id for favourite in favourites}
    employer = await parties.employer(session, employer_id)
    graduates = await parties.graduates(session, graduate_ids)
    settings = await policy.settings_of_all(session, {(each.school_code, each.cohort) for each in favourites})
    live = {row.graduate_id: row for row in await store.live_agreements(session, graduate_ids)}
    return {
        favourite.graduate_id: Situation(
            employer=employer,
            graduate=graduates.get(favourite.graduate_id),
            settings=settings.get((favourite.school_code, favourite.cohort)),
            live=live.get(favourite.graduate_id),
        )
        for favourite in favourites
    }


async def situation_around(session: AsyncSession, agreement: Agreement) -> Situation:
    """Gather it for an agreement."""
    return await situation_of(
        session, agreement.employer_id, agreement.graduate_id, agreement.school_code, agreement.cohort
    )


async def situations_around(
    session: AsyncSession, graduate_id: UUID, agreements: Sequence[Agreement]
) -> dict[UUID, Situation]:
    """Gather it for all agreements in a graduate's list, with the same few statements however long the list is."""
    employers = await parties.employers(session, {row.employer_id for row in agreements if row.employer_id})
    settings = await policy.settings_of_all(session, {(row.school_code, row.cohort) for row in agreements})
    graduate = await parties.graduate(session, graduate_id)
    live = await store.live_agreement(session, graduate_id)
    asked = await _rescissions_asked(session, live)
    dismissed = await endings.dismissed_of_all(session, [row.id for row in agreements if Status(row.status) in LIVE])
    return {
        row.id: Situation(
            employer=employers.get(row.employer_id) if row.employer_id else None,
            graduate=graduate,
            settings=settings.get((row.school_code, row.cohort)),
            live=live,
            dismissed=dismissed.get(row.id),
            rescissions_asked=asked,
        )
        for row in agreements
    }


async def situations_of_employer(session: AsyncSession, agreements: Sequence[Agreement]) -> dict[UUID, Situation]:
    """Gather it for an employer's list, as far as an employer's actions depend on it; likewise."""
    employers = await parties.employers(session, {row.employer_id for row in agreements if row.employer_id})
    settings = await policy.settings_of_all(session, {(row.school_code, row.cohort) for row in agreements})
    graduates = await parties.graduates(session, {row.graduate_id for row in agreements})
    return {
        row.id: Situation(
            employer=employers.get(row.employer_id) if row.employer_id else None,
            graduate=graduates.get(row.graduate_id),
            settings=settings.get((row.school_code, row.cohort)),
            live=None,
        )
        for row in agreements
    }


def plain_case(agreement: Agreement) -> Case:
    """The case where only the agreement itself matters: a refusal, a review, the clock."""
    return Case(
        kind=Kind(agreement.kind),
        status=Status(agreement.status),
        typed_in=agreement.employer_id is None,
        frozen=agreement.frozen_at is not None,
        review_step=ReviewStep(agreement.review_step) if agreement.review_step else None,
        deadline=agreement.deadline,
        school_name=agreement.school_name,
        cohort=agreement.cohort,
        reviewed_in=ReviewMode(agreement.review_mode) if agreement.review_mode else None,
    )


async def standing_case(
    session: AsyncSession, graduate_id: UUID, school_name: str, school_code: str, cohort: int
) -> Case:
    """The case of a graduate whom nobody in particular has invited: what stands in the way of any signing."""
    graduate = await parties.graduate(session, graduate_id)
    settings = await policy.sign_settings(session, school_code, cohort)
    live = await store.live_agreement(session, graduate_id)
    return Case(
        status=None,
        school_name=school_name,
        cohort=cohort,
        standing=_standing(graduate),
        signing_open=settings.signing_open if settings else None,
        supplement_open=settings.supplement_open if settings else None,
        review_mode=_review_mode(settings),
        **_other(live),
    )


def case_of(agreement: Agreement, around: Situation) -> Case:
    """The whole case of an agreement."""
    another = around.live if around.live and around.live.id != agreement.id else None
    return replace(
        plain_case(agreement),
        employer_verified=around.employer is not None,
        employer_suspended=around.employer is not None and not around.employer.may_sign,
        standing=_standing(around.graduate),
        signing_open=around.settings.signing_open if around.settings else None,
        supplement_open=around.settings.supplement_open if around.settings else None,
        review_mode=_review_mode(around.settings),
        **_other(another),
        corrected=corrected_since(agreement, around.graduate),
        disputes_dismissed=around.dismissed.times if around.dismissed else 0,
        dismissed_at=around.dismissed.at if around.dismissed else None,
        dismissed_because=around.dismissed.answer if around.dismissed else None,
        rescission_limit=around.settings.rescission_limit if around.settings else 0,
        rescissions_asked=around.rescissions_asked,
    )


def application_case(kind: Kind, around: Situation, school_name: str, cohort: int) -> Case:
    """The case of a graduate who enters an agreement to be sealed, or one that was signed, on paper."""
    return Case(
        kind=kind,
        status=None,
        school_name=school_name,
        cohort=cohort,
        employer_suspended=around.employer is not None and not around.employer.may_sign,
        standing=_standing(around.graduate),
        signing_open=around.settings.signing_open if around.settings else None,
        supplement_open=around.settings.supplement_open if around.settings else None,
        review_mode=_review_mode(around.settings),
        **_other(around.live),
    )


def invitation_case(favourite: Favourite, around: Situation, unanswered: Agreement | None) -> Case:
    """The case of a new invitation to a favourite."""
    ours = around.live if around.live and around.live.employer_id == favourite.employer_id else None
    return Case(
        status=None,
        school_name=favourite.school_name,
        cohort=favourite.cohort,
        employer_verified=around.employer is not None,
        employer_suspended=around.employer is not None and not around.employer.may_sign,
        standing=_standing(around.graduate),
        signing_open=around.settings.signing_open if around.settings else None,
        open_until=unanswered.deadline if unanswered else None,
        live_with_inviter=Status(ours.status) if ours else None,
        live_kind=Kind(ours.kind) if ours else None,
        favourite_invalid=InvalidReason(favourite.invalid_reason) if favourite.invalid_reason else None,
        corrected=_corrected({field: getattr(favourite, field) for field in WATCHED}, around.graduate),
    )


def rescissions_left(agreement: Agreement, around: Situation) -> int | None:
    """How many requests the graduate may still submit; None unless the agreement stands."""
    if Status(agreement.status) not in STANDING:
        return None
    limit = around.settings.rescission_limit if around.settings else 0
    return max(0, limit - around.rescissions_asked)


async def _rescissions_asked(session: AsyncSession, live: Agreement | None) -> int:
    if live is None or Status(live.status) not in STANDING:
        return 0
    return await rescissions.requests_of(session, live.graduate_id, live.cohort)


def corrected_since(agreement: Agreement, graduate: Graduate | None) -> tuple[str, ...]:
    """Titles of what the roster says otherwise than the invitation or agreement."""
    frozen = {field: getattr(agreement, COLUMNS.get(field, field)) for field in WATCHED}
    return _corrected(frozen, graduate)


def _other(live: Agreement | None) -> dict[str, Any]:
    """The facts of a case about the graduate's live agreement."""
    if live is None:
        return {}
    case = plain_case(live)
    return {
        "live_with": live.employer_name,
        "live_kind": case.kind,
        "live_status": case.status,
        "live_typed_in": case.typed_in,
        "live_has_passed_a_step": rules.has_passed_a_step(case),
    }


def _standing(graduate: Graduate | None) -> Standing | None:
    return Standing(graduate.may_sign, graduate.training_mode_code, graduate.on_roster) if graduate else None


def _review_mode(settings: SignSettings | None) -> ReviewMode:
    return ReviewMode(settings.review_mode) if settings else ReviewMode.SCHOOL_ONLY


def _corrected(frozen: dict[str, str], graduate: Graduate | None) -> tuple[str, ...]:
    if graduate is None:
        return ()
    return tuple(title for field, title in WATCHED.items() if frozen[field] != getattr(graduate, field))
