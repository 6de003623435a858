"""Everything that is printed on an employment agreement, as texts ready to print.

No codes and no lookups: who fills a sheet has already turned codes into labels and joined 省市区 with the detailed
address. Labels and order follow guides/003 fig. 10 and guides/004 §2; see domain reference 4.1.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from documents.agreement.rendering.text import clean_line, clean_text


def _none_if_empty(text: str | None) -> str | None:
    return text or None


Line = Annotated[str, AfterValidator(clean_line), Field(min_length=1, max_length=500)]
OptionalLine = Annotated[
    Annotated[str, AfterValidator(clean_line), Field(max_length=500)] | None, AfterValidator(_none_if_empty)
]
OptionalText = Annotated[
    Annotated[str, AfterValidator(clean_text), Field(max_length=20_000)] | None, AfterValidator(_none_if_empty)
]


class AgreementForm(StrEnum):
    """Two or three parties, decided by the province for all its schools (guides/003 §3)."""

    TWO_PARTY = "two_party"
    THREE_PARTY = "three_party"

    @property
    def label(self) -> str:
        """The name of the form, e.g. 三方协议."""
        return "两方协议" if self is AgreementForm.TWO_PARTY else "三方协议"

    @property
    def review(self) -> str:
        """What the school does with it: 鉴证 or 审核."""
        return "鉴证" if self is AgreementForm.TWO_PARTY else "审核"


class Party(StrEnum):
    """Who stands in an agreement."""

    EMPLOYER = "employer"
    GRADUATE = "graduate"
    SCHOOL = "school"


class _Printed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GraduateBlock(_Printed):
    """毕业生: what the graduate confirmed (guides/004 §2)."""

    name: Line
    gender: OptionalLine = None
    id_number: Line
    ethnicity: OptionalLine = None
    political_status: OptionalLine = None
    education_level: OptionalLine = None
    major: OptionalLine = None
    training_mode: OptionalLine = None
    schooling_years: OptionalLine = None
    graduates_on: OptionalLine = None
    student_number: OptionalLine = None
    home_region: OptionalLine = None
    mobile: OptionalLine = None
    email: OptionalLine = None


class EmployerBlock(_Printed):
    """用人单位: the five verified fields (guides/000 §11) and the contact of this agreement."""

    name: Line
    uscc: Line
    nature: OptionalLine = None
    industry: OptionalLine = None
    address: OptionalLine = None
    contact: OptionalLine = None
    phone: OptionalLine = None
    mobile: OptionalLine = None
    email: OptionalLine = None


class RelocationBlock(_Printed):
    """户档: where the personal file and the household registration go."""

    handled_by_employer: OptionalLine = None
    file_receiver: OptionalLine = None
    file_region: OptionalLine = None
    file_address: OptionalLine = None
    file_contact: OptionalLine = None
    file_phone: OptionalLine = None
    file_postcode: OptionalLine = None
    household_region: OptionalLine = None
    household_address: OptionalLine = None


class JobBlock(_Printed):
    """岗位: the terms; amounts carry their unit already."""

    category: Line
    title: Line
    report_by: OptionalLine = None
    report_place: OptionalLine = None
    work_place: OptionalLine = None
    probation: OptionalLine = None
    probation_pay: OptionalLine = None
    regular_pay: OptionalLine = None
    penalty: OptionalLine = None
    supplement: OptionalText = None


class SchoolBlock(_Printed):
    """学校: what the school entered in its sign settings for print (guides/003 §3)."""

    name: Line
    contact: OptionalLine = None
    phone: OptionalLine = None
    address: OptionalLine = None
    postcode: OptionalLine = None


class Signature(_Printed):
    """Who confirmed on the platform, and when. Printed in Asia/Shanghai."""

    by: Line
    at: AwareDatetime


class Signatures(_Printed):
    """The confirmations there are. Where one is None the sheet leaves room for a seal or a signature by hand, as the
    offline way needs (guides/003 §5.2); `department` None means that the school reviews alone."""

    employer: Signature | None = None
    graduate: Signature | None = None
    department: Signature | None = None
    school: Signature | None = None


class AgreementSheet(_Printed):
    """One agreement as it is printed. The same sheet always gives the same document."""

    number: Line
    form: AgreementForm
    signing_kind: Line = Field(description="签约类型：线上签约、线下签约或补登")
    cohort: Line = Field(description="届别, e.g. 2026届")
    check_code: Line = Field(description="short code for the public check page, e.g. 7KQ4-9M2X")
    issued_at: AwareDatetime
    first_party: Literal[Party.EMPLOYER, Party.GRADUATE] = Field(
        default=Party.EMPLOYER, description="who is 甲方; printed forms differ, no rule for the national form is known"
    )
    graduate: GraduateBlock
    employer: EmployerBlock
    relocation: RelocationBlock = RelocationBlock()
    job: JobBlock
    school: SchoolBlock
    signatures: Signatures = Signatures()
    remark: OptionalText = Field(default=None, description="printed below the tables, e.g. about a spelled-out name")

    @property
    def sealed_on_paper(self) -> bool:
        """The employer has not confirmed on the platform; it seals the print, which is sent back as a picture."""
        return self.signatures.employer is None

    @property
    def positions(self) -> dict[Party, str]:
        """甲方, 乙方 and, in a three-party agreement, 丙方."""
        second = Party.GRADUATE if self.first_party is Party.EMPLOYER else Party.EMPLOYER
        positions = {self.first_party: "甲方", second: "乙方"}
        if self.form is AgreementForm.THREE_PARTY:
            positions[Party.SCHOOL] = "丙方"
        return positions
