"""The terms that a graduate reads before accepting, and what a new letter starts from."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.edits.schemas import FieldChange
from agreements.policy.states import AgreementType
from agreements.records import queries as records
from agreements.records.queries import (
    Agreement,
    Particulars,
    letter_of,
    opened_letter,
    particulars_of,
    printed_employer,
    situation_around,
)
from agreements.records.schemas.fields import Answerable, answer_differences, differences
from agreements.records.schemas.letter import contact_block, job_block, letter_relocation
from agreements.records.states import Action, Audience, audience_of
from agreements.relocation.queries import relocation_of
from agreements.relocation.schemas import relocation_block
from agreements.schemas import refusal_of
from agreements.signing import store
from agreements.signing.schemas import (
    Accepted,
    BulkAnswer,
    BulkResult,
    Draft,
    LetterVersion,
    Terms,
    TermsContent,
    TermsGraduate,
)
from agreements.signing.tables import ReplacedLetter
from common import clock
from common.answers import Coded
from common.auth import actors
from common.auth.actors import ROLES, Actor
from common.contracts.codes.levels import short_level
from common.crypto import Cipher
from common.errors import Problem


async def terms_to_read(session: AsyncSession, cipher: Cipher, actor: actors.Graduate, agreement_id: UUID) -> Terms:
    """The terms as they would be accepted now; of an accepted agreement, as they were accepted.

    Raises:
        NoSuchAgreement: it is not the graduate's.
        EmployerNotVerified, GraduateNotOnRoster: there is nothing that could be accepted.
    """
    agreement = await records.read(session, agreement_id, actor)
    terms = terms_of(agreement, particulars_of(agreement, await situation_around(session, agreement)), cipher)
    replaced = await store.last_replaced(session, agreement_id)
    if replaced is None or replaced.because == Action.REFUSE_CORRECTION:
        return terms
    before, now = opened_letter(replaced.letter, cipher), letter_of(agreement, cipher)
    changes = [*differences(before, now), *answer_differences(replaced, agreement)]
    return terms.model_copy(update={"changes": changes})


async def letters_of(session: AsyncSession, cipher: Cipher, actor: Actor, agreement_id: UUID) -> list[LetterVersion]:
    """Every letter that was replaced, the first one first, and what the next one said otherwise.

    Raises:
        NoSuchAgreement: there is none, or the actor has no part in it.
    """
    agreement = await records.read(session, agreement_id, actor)
    replaced = await store.replaced_letters(session, agreement_id)
    letters = [*(opened_letter(row.letter, cipher) for row in replaced), letter_of(agreement, cipher)]
    nexts: list[Answerable] = [*replaced[1:], agreement]
    audience = audience_of(actor)
    return [
        _version(row, [*differences(before, after), *answer_differences(row, following)], audience)
        for row, following, before, after in zip(replaced, nexts, letters[:-1], letters[1:], strict=True)
    ]


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


def accepted(agreement: Agreement, terms: Terms) -> Accepted:
    """The answer to an acceptance, out of what is at hand."""
    return Accepted.model_validate(
        {
            "id": agreement.id,
            "version": agreement.version,
            "status": records.status_view(agreement, Audience.GRADUATE),
            "review_step": records.step_view(agreement.review_step),
            "agreement_type": terms.terms.agreement_type,
            "employer_id": agreement.employer_id,
            "employer": terms.terms.employer,
            "graduate": terms.terms.graduate,
            "job_title": agreement.job_title,
            "deadline": agreement.deadline,
            "terms_sha256": terms.terms_sha256,
            "accepted_at": agreement.accepted_at,
            "waiting_since": agreement.waiting_since,
            "due_at": agreement.due_at,
        }
    )


def fingerprint(content: TermsContent) -> str:
    """SHA-256 (hex) of the canonical JSON: keys sorted, no white space, UTF-8."""
    canonical = orjson.dumps(content.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(canonical).hexdigest()


async def draft_for(session: AsyncSession, cipher: Cipher, employer_id: UUID) -> Draft:
    """What the employer's next letter starts from: all of the last one (guides/001 §5.1), and the profile, from which
    comes where file and household go, as it is now (guides/000 §9)."""
    last = await records.last_letter(session, employer_id)
    relocation = await relocation_of(session, cipher, employer_id)
    letter = letter_of(last, cipher) if last else None
    if letter and letter.report_by and letter.report_by < clock.today():
        letter = letter.model_copy(update={"report_by": None})
    if letter and letter.relocation and relocation:
        letter = letter.model_copy(update={"relocation": relocation.chosen_by(letter.relocation)})
    return Draft(letter=letter, relocation=relocation_block(relocation) if relocation else None)


def _version(row: ReplacedLetter, changes: list[FieldChange], audience: Audience) -> LetterVersion:
    """Others are not told who of the school's staff it was."""
    role = ROLES[row.actor_role].label
    staff = row.actor_role == actors.SchoolUser.role
    return LetterVersion(
        terms_version=row.terms_version,
        replaced_at=row.replaced_at,
        because=Coded(code=row.because, label=Action(row.because).label("")),
        by=row.actor_name if not staff or audience is Audience.SCHOOL else role,
        by_role=role,
        changes=changes,
    )


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


def bulk_answer(became: Mapping[UUID, UUID | Problem]) -> BulkAnswer:
    """What became of each favourite."""
    results = [
        BulkResult(favourite_id=favourite_id, agreement_id=None, problem=refusal_of(found))
        if isinstance(found, Problem)
        else BulkResult(favourite_id=favourite_id, agreement_id=found, problem=None)
        for favourite_id, found in became.items()
    ]
    sent = sum(result.problem is None for result in results)
    return BulkAnswer(sent=sent, refused=len(results) - sent, results=results)
