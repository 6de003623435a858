"""签约邀请函: what an employer offers (guides/000 §5.1, guides/003 fig 10)."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from agreements.relocation.schemas import Relocation, RelocationBlock, relocation_block
from common.answers import Answer, Coded, Request
from common.contracts.codes import JOB_CATEGORIES, JobCategoryCode
from common.contracts.values.calendar import Day
from common.contracts.values.characters import half_width
from common.contracts.values.checked import ValueFault, schema_error
from common.contracts.values.email import Email
from common.contracts.values.phone import Phone
from common.contracts.values.text import Text

MOST_YUAN = 1_000_000
DEFAULT_VALID_DAYS = 5
MOST_VALID_DAYS = 30
MOST_PROBATION_MONTHS = 12
LONGEST_CLAUSES = 2000


def check_yuan(value: Any) -> str:
    """An amount in yuan as text: `8000` or `8000.50`. Floats are refused, they have already lost their cents.

    Raises `ValueFault`.
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueFault("金额应为整数或文字形式的数字", '请填写如 8000 或 "8000.50"，单位为元')
    text = str(value).strip()
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", text, re.ASCII):
        raise ValueFault(_why_no_yuan(text), "请填写数字，如 8000 或 8000.50，单位为元")
    amount = Decimal(text)
    if amount > MOST_YUAN:
        raise ValueFault(f"金额不能超过 {MOST_YUAN} 元", "请核对单位是否为元")
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def _why_no_yuan(text: str) -> str:
    plain = half_width(text)
    if plain != text:
        return "金额应使用半角数字"
    if "," in plain:
        return "金额中不能有逗号"
    if re.fullmatch(r"-[0-9]+(\.[0-9]+)?", plain):
        return "金额不能为负数"
    if re.fullmatch(r"[0-9]+\.[0-9]{3,}", plain):
        return "金额最多两位小数"
    if re.fullmatch(r"[0-9]{10,}(\.[0-9]+)?", plain):
        return f"金额不能超过 {MOST_YUAN} 元"
    if re.fullmatch(r"[0-9.]+ ?[^0-9.]+", plain):
        return "金额后不能带单位"
    return "金额格式不正确"


def check_probation(months: int | None, pay: str | None) -> None:
    """What is paid on probation needs a probation, or the agreement would contradict itself.

    Raises `ValueFault`.
    """
    if pay is not None and not months:
        stands = "未填写试用期" if months is None else "试用期为0个月"
        raise ValueFault(f"{stands}，却填写了试用起薪", "请填写1个月以上的试用期，或去掉试用起薪")


def _yuan(value: Any) -> str:
    try:
        return check_yuan(value)
    except ValueFault as fault:
        raise schema_error(fault) from None


Yuan = Annotated[str, BeforeValidator(_yuan, json_schema_input_type=str | int)]
"""Yuan as decimal text, never a float."""


class Content(Request):
    """What an agreement is about, however it is signed: the job, the contact, the relocation data."""

    job_category_code: JobCategoryCode
    job_title: Annotated[str, Text(50)] = Field(description="拟录用岗位名称", examples=["算法工程师"])
    contact_name: Annotated[str, Text(50)] = Field(description="签约联系人", examples=["陈静"])
    contact_phone: Phone
    contact_email: Email | None = None
    report_by: Day | None = Field(default=None, description="报到期限")
    report_place: Annotated[str, Text(200)] | None = Field(default=None, description="报到地点")
    work_place: Annotated[str, Text(200)] | None = Field(default=None, description="实际工作地点")
    probation_months: int | None = Field(
        default=None, ge=0, le=MOST_PROBATION_MONTHS, strict=True, description="试用期（月）"
    )
    probation_pay: Yuan | None = Field(default=None, description="试用起薪（元/月）", examples=["9000"])
    regular_pay: Yuan | None = Field(default=None, description="转正起薪（元/月）", examples=["12000"])
    penalty: Yuan | None = Field(default=None, description="违约金（元）", examples=["5000"])
    clauses: Annotated[str, Text(LONGEST_CLAUSES, lines=True)] | None = Field(default=None, description="补充条款")
    relocation: Relocation | None = Field(default=None, description="户档信息")

    @field_validator("probation_pay")
    @classmethod
    def is_for_a_probation(cls, pay: str | None, info: ValidationInfo) -> str | None:
        """Where the months themselves are faulty, that is said alone."""
        if "probation_months" in info.data:
            try:
                check_probation(info.data["probation_months"], pay)
            except ValueFault as fault:
                raise schema_error(fault) from None
        return pay


class Letter(Content):
    """The content of an invitation, complete and checked. It is stored as it was sent."""

    valid_days: int = Field(
        default=DEFAULT_VALID_DAYS, ge=1, le=MOST_VALID_DAYS, strict=True, description="应约有效期（天）"
    )


class JobBlock(Answer):
    """岗位信息, as screens and agreements show it."""

    category: Coded
    title: str
    report_by: date | None
    report_place: str | None
    work_place: str | None
    probation_months: int | None
    probation_pay: str | None = Field(description="元/月")
    regular_pay: str | None = Field(description="元/月")
    penalty: str | None = Field(description="元")
    clauses: str | None


class ContactBlock(Answer):
    """签约联系人 of the employer for this agreement."""

    name: str
    phone: str
    email: str | None


def job_block(letter: Content) -> JobBlock:
    """The shown form of the job."""
    shown = letter.model_dump(include=set(JobBlock.model_fields))
    category = Coded(code=letter.job_category_code, label=JOB_CATEGORIES.label(letter.job_category_code))
    return JobBlock(**shown, category=category, title=letter.job_title)


def contact_block(letter: Content) -> ContactBlock:
    """The shown form of the contact."""
    return ContactBlock(name=letter.contact_name, phone=letter.contact_phone, email=letter.contact_email)


def letter_relocation(letter: Content) -> RelocationBlock | None:
    """The shown form of the relocation data, if the letter has any."""
    return relocation_block(letter.relocation) if letter.relocation else None
