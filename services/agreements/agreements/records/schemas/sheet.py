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

    employer_id: UUID | None = Field(description="null where the graduate has typed in the employer")
    name: str
    uscc: str | None
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
    """The steps that stand for signatures. `department` is null where the school reviews alone, `employer` where it
    seals the paper."""

    employer: Confirmation | None = Field(description="发出签约邀请；线下签约和补登由单位在纸质协议上盖章，为空")
    graduate: Confirmation = Field(description="接受签约邀请（应约），或提交就业协议")
    department: Confirmation | None = Field(description="院系审核/鉴证通过")
    school: Confirmation = Field(description="学校审核/鉴证通过；线下签约为就业协议的审核")


class AgreementSheet(Answer):
    """One agreement with a number, whole. The same agreement always gives the same sheet, but for `signed_at`."""

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
    signed_at: datetime | None = Field(description="null while the sealed copy is awaited or reviewed")
