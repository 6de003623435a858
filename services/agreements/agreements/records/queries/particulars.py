"""What an acceptance freezes beside the letter: the same values are hashed into the terms, stored and printed."""

from dataclasses import dataclass
from typing import Any

from agreements.parties.queries import Employer
from agreements.records.queries.situations import Situation
from agreements.records.schemas.views import EmployerView
from agreements.records.tables import Agreement
from common.answers import Coded
from common.contracts.codes import EMPLOYER_NATURES, INDUSTRIES
from common.contracts.values.region import region_name

EMPLOYER_FIELDS = ("name", "uscc", "nature_code", "industry_code", "region_code", "address")


@dataclass(frozen=True)
class Particulars:
    """Columns of an agreement, by their names."""

    agreement_type: str
    employer_name: str
    employer: dict[str, Any]
    graduate_version: int
    graduate_name: str
    id_number_masked: str
    department: str
    level_code: str
    major_name: str

    def columns(self) -> dict[str, Any]:
        """To be saved."""
        return dict(vars(self))


def particulars_now(around: Situation, typed: dict[str, Any] | None = None) -> Particulars:
    """As the read copies have them: what an acceptance at this moment would freeze.

    Args:
        typed: `EMPLOYER_FIELDS` of an employer that is not on the platform, as the graduate has typed them in.

    Raises:
        EmployerNotVerified, GraduateNotOnRoster: there is nothing to freeze.
    """
    employer, graduate = typed or _printed(around.the_employer), around.the_graduate
    return Particulars(
        agreement_type=around.the_agreement_type.value,
        employer_name=employer["name"],
        employer=employer,
        graduate_version=graduate.sequence,
        graduate_name=graduate.name,
        id_number_masked=graduate.id_number_masked,
        department=graduate.department,
        level_code=graduate.level_code,
        major_name=graduate.major_name,
    )


def particulars_of(agreement: Agreement, around: Situation) -> Particulars:
    """As they were frozen, or as they would be now."""
    if agreement.accepted_at is None:
        return particulars_now(around)
    return frozen_particulars(agreement)


def frozen_particulars(agreement: Agreement) -> Particulars:
    """As they were frozen, of an agreement that was accepted or submitted."""
    return Particulars(**{field: getattr(agreement, field) for field in Particulars.__dataclass_fields__})


def employer_view(agreement: Agreement, around: Situation) -> EmployerView | None:
    """The employer as it is or would be printed; None if it is not verified."""
    printed = agreement.employer or (_printed(around.employer) if around.employer else None)
    return printed_employer(agreement, printed) if printed else None


def printed_employer(agreement: Agreement, printed: dict[str, Any]) -> EmployerView:
    """The frozen codes with their labels."""
    return EmployerView(
        employer_id=agreement.employer_id,
        name=printed["name"],
        uscc=printed["uscc"],
        nature=Coded(code=printed["nature_code"], label=EMPLOYER_NATURES.label(printed["nature_code"])),
        industry=Coded(code=printed["industry_code"], label=INDUSTRIES.label(printed["industry_code"])),
        region=Coded(code=printed["region_code"], label=region_name(printed["region_code"])),
        address=printed["address"],
    )


def _printed(employer: Employer) -> dict[str, Any]:
    return {field: getattr(employer, field) for field in EMPLOYER_FIELDS}
