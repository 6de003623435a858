"""Everything agreements knows of a signed agreement that is printed. For the service that prints, not for people."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from agreements.records.schemas.letter import ContactBlock, JobBlock
from agreements.relocation.schemas import RelocationBlock
from common.answers import Answer, Coded


class EmployerSheet(Answer):
    """用人单位, frozen when the graduate accepted: the five verified fields (guides/000 §11) and the contact."""

    employer_id: UUID
    name: str
    uscc: str
    nature: Coded
    industry: Coded
    region: Coded
    address: str
    contact: ContactBlock


class GraduateSheet(Answer):
    """Who signed. The particulars are identity's: ask it for exactly this version of this graduate."""

    graduate_id: UUID
    version: int = Field(description="version of the roster row that was in force at the acceptance")
    name: str
    department: str


class SchoolSheet(Answer):
    """学校, frozen when the school passed: what it entered in its sign settings for print (guides/003 §3)."""

    code: str
    name: str
    contact_name: str
    phone: str
    address: str
    postcode: str


class Confirmation(Answer):
    """Who did it on the platform, and when (UTC)."""

    by: str
    at: datetime


class Confirmations(Answer):
    """The steps that stand for signatures. `department` is null where the school reviews alone."""

    employer: Confirmation = Field(description="发出签约邀请")
    graduate: Confirmation = Field(description="接受签约邀请（应约）")
    department: Confirmation | None = Field(description="院系审核/鉴证通过")
    school: Confirmation = Field(description="学校审核/鉴证通过")


class AgreementSheet(Answer):
    """One signed agreement, whole. The same agreement always gives the same sheet."""

    agreement_id: UUID
    number: str = Field(description="协议编号")
    kind: Coded = Field(description="签约类型", examples=[{"code": "online", "label": "线上签约"}])
    agreement_type: Coded = Field(description="协议类型", examples=[{"code": "three_party", "label": "三方协议"}])
    review_word: Literal["审核", "鉴证"] = Field(description="what the school does with this type of agreement")
    cohort: int
    cohort_label: str = Field(examples=["2027届"])
    employer: EmployerSheet
    graduate: GraduateSheet
    job: JobBlock
    relocation: RelocationBlock | None
    school: SchoolSheet
    confirmations: Confirmations
    terms_sha256: str = Field(description="SHA-256 of the terms that were accepted")
    signed_at: datetime
