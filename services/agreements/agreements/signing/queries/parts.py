"""Parts of an agreement that several screens show."""

from typing import Any

from agreements.parties.tables import Employer
from agreements.policy.states import AgreementType
from agreements.schemas import ActionOption, Coded
from agreements.signing.schemas.views import AgreementRow, EmployerView, GraduateView, StatusView
from agreements.signing.states import Audience, Kind, Option, Status
from agreements.signing.tables import Agreement
from common.contracts.codes import EMPLOYER_NATURES, INDUSTRIES
from common.contracts.codes.levels import short_level
from common.contracts.values.cohort import cohort_label
from common.contracts.values.region import region_name
from common.review import ReviewStep

PARTICULARS = ("employer_id", "name", "uscc", "nature_code", "industry_code", "region_code", "address")


def frozen_employer(employer: Employer) -> dict[str, Any]:
    """What an agreement keeps of its employer when it is accepted."""
    return {field: getattr(employer, field) for field in PARTICULARS} | {"employer_id": str(employer.employer_id)}


def employer_view(particulars: dict[str, Any]) -> EmployerView:
    """The employer as it is printed."""
    return EmployerView(
        employer_id=particulars["employer_id"],
        name=particulars["name"],
        uscc=particulars["uscc"],
        nature=Coded(code=particulars["nature_code"], label=EMPLOYER_NATURES.label(particulars["nature_code"])),
        industry=Coded(code=particulars["industry_code"], label=INDUSTRIES.label(particulars["industry_code"])),
        region=Coded(code=particulars["region_code"], label=region_name(particulars["region_code"])),
        address=particulars["address"],
    )


def graduate_view(agreement: Agreement) -> GraduateView:
    """The graduate as the agreement has them."""
    return GraduateView(
        graduate_id=agreement.graduate_id,
        name=agreement.graduate_name,
        id_number_masked=agreement.id_number_masked,
        school=Coded(code=agreement.school_code, label=agreement.school_name),
        department=agreement.department,
        level=Coded(code=agreement.level_code, label=short_level(agreement.level_code)),
        major=agreement.major_name,
    )


def row_view(agreement: Agreement, audience: Audience, options: list[Option]) -> AgreementRow:
    """One line of a list."""
    status, kind = Status(agreement.status), Kind(agreement.kind)
    return AgreementRow(
        id=agreement.id,
        version=agreement.version,
        cohort=agreement.cohort,
        cohort_label=cohort_label(agreement.cohort),
        kind=Coded(code=kind.value, label=kind.label),
        status=StatusView(
            code=status.value,
            label=status.label(audience),
            tab=Coded(code=status.tab.value, label=status.tab.label),
        ),
        review_step=step_view(agreement.review_step),
        employer_id=agreement.employer_id,
        employer_name=agreement.employer_name,
        graduate=graduate_view(agreement),
        job_title=agreement.job_title,
        number=agreement.number,
        invited_at=agreement.invited_at,
        deadline=agreement.deadline,
        updated_at=agreement.updated_at,
        actions=[_action_view(option, review_word(agreement)) for option in options],
    )


def step_view(step: str | None) -> Coded | None:
    """A step of the review."""
    return Coded(code=step, label=ReviewStep(step).label) if step else None


def review_word(agreement: Agreement) -> str:
    """审核 or 鉴证; until the type is frozen, the commoner one."""
    return AgreementType(agreement.agreement_type or AgreementType.THREE_PARTY).review_word


def _action_view(option: Option, word: str) -> ActionOption:
    refusal = option.refusal
    return ActionOption(
        action=option.action.value,
        label=option.action.label(word),
        allowed=refusal is None,
        rule=refusal.facts.get("rule") if refusal else None,
        reason=refusal.detail if refusal else None,
        who_can_change=refusal.who_can_change if refusal else None,
    )
