"""What helps to fill in a form."""

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.forms.errors import NoSuchEmployer
from agreements.forms.schemas import DraftEmployer, FormDraft, FoundEmployer
from agreements.parties import queries as parties
from agreements.records import queries as records
from agreements.records.schemas.letter import Content
from agreements.schemas import region
from agreements.warnings.queries import warnings_for
from common import clock
from common.answers import Coded
from common.auth.actors import Graduate
from common.contracts.codes import EMPLOYER_NATURES, INDUSTRIES
from common.crypto import Cipher


async def draft_for(session: AsyncSession, cipher: Cipher, actor: Graduate) -> FormDraft:
    """The graduate's last form; a 报到期限 that is over is left out."""
    last = await records.last_form(session, actor.graduate_id)
    if last is None or last.employer is None:
        return FormDraft(employer=None, letter=None)
    letter = records.letter_of(last, cipher)
    if letter.report_by and letter.report_by < clock.today():
        letter = letter.model_copy(update={"report_by": None})
    content = Content.model_construct(**{field: getattr(letter, field) for field in Content.model_fields})
    return FormDraft(employer=DraftEmployer.model_validate(last.employer), letter=content)


async def find_employer(session: AsyncSession, actor: Graduate, uscc: str) -> FoundEmployer:
    """The verified employer with exactly this code.

    Raises:
        NoSuchEmployer: none has it.
    """
    found = await parties.employer_with_uscc(session, uscc)
    if found is None:
        raise NoSuchEmployer
    warnings = await warnings_for(session, actor, [found.employer_id])
    return FoundEmployer(
        employer_id=found.employer_id,
        name=found.name,
        uscc=found.uscc,
        nature=Coded(code=found.nature_code, label=EMPLOYER_NATURES.label(found.nature_code)),
        industry=Coded(code=found.industry_code, label=INDUSTRIES.label(found.industry_code)),
        region=region(found.region_code),
        address=found.address,
        suspended=not found.may_sign,
        warning=warnings.get(found.employer_id),
    )
