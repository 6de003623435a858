"""From what agreements and identity know to the texts that are printed. Pure; labels follow guides/003 fig 10."""

from datetime import date, datetime

from common.contracts.values.checked import ValueFault
from common.contracts.values.mobile import check_mobile
from documents.agreement.rendering.sheet import (
    AgreementForm,
    AgreementSheet,
    EmployerBlock,
    GraduateBlock,
    JobBlock,
    RelocationBlock,
    SchoolBlock,
    Signature,
    Signatures,
)
from documents.agreement.schemas.peers import (
    Confirmation,
    Confirmations,
    Labelled,
    Particulars,
    SignedEmployer,
    SignedJob,
    SignedRelocation,
    SignedSchool,
    SignedSheet,
)

NO_USCC = "无"
"""Printed where an employer has no 统一社会信用代码, like a unit of the army."""


def printed_sheet(
    signed: SignedSheet, graduate: Particulars, *, check_code: str, issued_at: datetime
) -> AgreementSheet:
    """The sheet of an agreement that has its number: signed, or to be sealed on paper.

    Raises:
        pydantic.ValidationError: an entry that every agreement has is empty or too long to be printed.
    """
    return AgreementSheet(
        number=signed.number,
        form=AgreementForm(signed.agreement_type.code),
        signing_kind=signed.kind.label,
        cohort=signed.cohort_label,
        check_code=check_code,
        issued_at=issued_at,
        graduate=_graduate(graduate),
        employer=_employer(signed.employer),
        relocation=_relocation(signed.relocation) if signed.relocation else RelocationBlock(),
        job=_job(signed.job),
        school=_school(signed.school),
        signatures=_signatures(signed.confirmations, signed.graduate.department),
    )


def _graduate(graduate: Particulars) -> GraduateBlock:
    year, month = graduate.graduated[:4], int(graduate.graduated[4:])
    return GraduateBlock(
        name=graduate.name,
        gender=graduate.sex.label,
        id_number=graduate.id_number,
        ethnicity=graduate.ethnicity.label,
        political_status=graduate.political_status.label,
        education_level=graduate.education,
        major=graduate.major,
        training_mode=graduate.training_mode.label,
        schooling_years=f"{graduate.school_years}年",
        graduates_on=f"{year}年{month}月",
        student_number=graduate.student_number,
        home_region=graduate.origin.label,
        mobile=graduate.mobile,
        email=graduate.email,
    )


def _employer(employer: SignedEmployer) -> EmployerBlock:
    contact = employer.contact
    is_mobile = _is_mobile(contact.phone)
    return EmployerBlock(
        name=employer.name,
        uscc=employer.uscc or NO_USCC,
        nature=employer.nature.label,
        industry=employer.industry.label,
        address=_whole_address(employer.region, employer.address),
        contact=contact.name,
        phone=None if is_mobile else contact.phone,
        mobile=contact.phone if is_mobile else None,
        email=contact.email,
    )


def _relocation(relocation: SignedRelocation) -> RelocationBlock:
    file_region, household_region = relocation.file_region, relocation.household_region
    return RelocationBlock(
        handled_by_employer=relocation.label,
        file_receiver=relocation.file_receiver,
        file_region=file_region.label if file_region else None,
        file_address=relocation.file_address,
        file_contact=relocation.file_contact,
        file_phone=relocation.file_phone,
        file_postcode=relocation.file_postcode,
        household_region=household_region.label if household_region else None,
        household_address=relocation.household_address,
    )


def _job(job: SignedJob) -> JobBlock:
    return JobBlock(
        category=job.category.label,
        title=job.title,
        report_by=_day(job.report_by) if job.report_by else None,
        report_place=job.report_place,
        work_place=job.work_place,
        probation=_probation(job.probation_months),
        probation_pay=_with_unit(job.probation_pay, "元/月"),
        regular_pay=_with_unit(job.regular_pay, "元/月"),
        penalty=_with_unit(job.penalty, "元"),
        supplement=job.clauses,
    )


def _school(school: SignedSchool) -> SchoolBlock:
    return SchoolBlock(
        name=school.name,
        contact=school.contact_name,
        phone=school.phone,
        address=school.address,
        postcode=school.postcode,
    )


def _signatures(confirmed: Confirmations, department: str) -> Signatures:
    passed = confirmed.department
    return Signatures(
        employer=_signature(confirmed.employer) if confirmed.employer else None,
        graduate=_signature(confirmed.graduate),
        department=Signature(by=f"{department}（{passed.by}）", at=passed.at) if passed else None,
        school=_signature(confirmed.school),
    )


def _signature(confirmation: Confirmation) -> Signature:
    return Signature(by=confirmation.by, at=confirmation.at)


def _whole_address(region: Labelled, address: str) -> str:
    return address if address.startswith(region.label) else region.label + address


def _is_mobile(phone: str) -> bool:
    try:
        check_mobile(phone)
    except ValueFault:
        return False
    return True


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _probation(months: int | None) -> str | None:
    if months is None:
        return None
    return f"{months}个月" if months else "无"


def _with_unit(amount: str | None, unit: str) -> str | None:
    return f"{amount}{unit}" if amount else None
