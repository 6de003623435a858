"""The terms that a graduate reads before accepting, and what a new letter starts from."""

import hashlib
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.policy.states import AgreementType
from agreements.records import queries as records
from agreements.records.queries import (
    Agreement,
    Particulars,
    letter_of,
    particulars_of,
    printed_employer,
    situation_around,
)
from agreements.records.schemas.letter import contact_block, job_block, letter_relocation
from agreements.relocation.queries import relocation_of
from agreements.relocation.schemas import relocation_block
from agreements.signing.schemas import Draft, Terms, TermsContent, TermsGraduate
from common import clock
from common.answers import Coded
from common.auth import actors
from common.contracts.codes.levels import short_level
from common.crypto import Cipher


async def terms_to_read(session: AsyncSession, cipher: Cipher, actor: actors.Graduate, agreement_id: UUID) -> Terms:
    """The terms as they would be accepted now; of an accepted agreement, as they were accepted.

    Raises:
        NoSuchAgreement: it is not the graduate's.
        EmployerNotVerified, GraduateNotOnRoster: there is nothing that could be accepted.
    """
    agreement = await records.read(session, agreement_id, actor)
    return terms_of(agreement, particulars_of(agreement, await situation_around(session, agreement)), cipher)


def terms_of(agreement: Agreement, particulars: Particulars, cipher: Cipher) -> Terms:
    """Everything the agreement would print, with its fingerprint."""
    content = terms_content(agreement, particulars, cipher)
    return Terms(
        version=agreement.terms_version,
        terms_sha256=fingerprint(content),
        deadline=agreement.deadline,
        terms=content,
    )


def terms_content(agreement: Agreement, particulars: Particulars, cipher: Cipher) -> TermsContent:
    """Everything the agreement would print."""
    letter, form = letter_of(agreement, cipher), AgreementType(particulars.agreement_type)
    return TermsContent(
        agreement_id=agreement.id,
        cohort=agreement.cohort,
        agreement_type=Coded(code=form.value, label=form.label),
        employer=printed_employer(agreement, particulars.employer),
        graduate=_graduate(agreement, particulars),
        job=job_block(letter),
        contact=contact_block(letter),
        relocation=letter_relocation(letter),
    )


def fingerprint(content: TermsContent) -> str:
    """SHA-256 (hex) of the canonical JSON: keys sorted, no white space, UTF-8."""
    canonical = orjson.dumps(content.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(canonical).hexdigest()


async def draft_for(session: AsyncSession, cipher: Cipher, employer_id: UUID) -> Draft:
    """What the employer's next letter starts from: all of the last one (guides/001 §5.1), and the profile."""
    last = await records.last_letter(session, employer_id)
    relocation = await relocation_of(session, cipher, employer_id)
    letter = letter_of(last, cipher) if last else None
    if letter and letter.report_by and letter.report_by < clock.today():
        letter = letter.model_copy(update={"report_by": None})
    return Draft(letter=letter, relocation=relocation_block(relocation) if relocation else None)


def _graduate(agreement: Agreement, particulars: Particulars) -> TermsGraduate:
    return TermsGraduate(
        graduate_id=agreement.graduate_id,
        version=particulars.graduate_version,
        name=particulars.graduate_name,
        id_number_masked=particulars.id_number_masked,
        school=Coded(code=agreement.school_code, label=agreement.school_name),
        department=particulars.department,
        level=Coded(code=particulars.level_code, label=short_level(particulars.level_code)),
        major=particulars.major_name,
    )
