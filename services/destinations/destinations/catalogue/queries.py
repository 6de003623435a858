"""What the menu of types shows to whom."""

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.answers import Coded
from common.auth.actors import Actor, Graduate
from common.contracts.values.cohort import cohort_label, current_cohort
from destinations.catalogue import states
from destinations.catalogue.entries import DestinationType
from destinations.catalogue.schemas import Catalogue, FieldView, TypeView
from destinations.copies import queries as copies
from destinations.registration.queries import may_register


async def catalogue_of(session: AsyncSession, actor: Actor, cohort: int | None) -> Catalogue:
    """The types the actor sees: a graduate those of the own cohort and 培养方式, staff all of the asked one."""
    if not isinstance(actor, Graduate):
        asked = cohort or current_cohort(clock.today())
        return _catalogue(asked, states.types_of(asked))
    graduate = await copies.graduate_of(session, actor.graduate_id)
    fitting = [entry for entry in states.types_of(graduate.cohort) if states.fits(entry, graduate.training_mode_code)]
    found = _catalogue(graduate.cohort, fitting)
    return found.model_copy(update={"actions": [await may_register(session, graduate)]})


def _catalogue(cohort: int, entries: list[DestinationType]) -> Catalogue:
    return Catalogue(
        cohort=cohort, cohort_label=cohort_label(cohort), items=[_view(entry) for entry in entries], actions=[]
    )


def _view(entry: DestinationType) -> TypeView:
    return TypeView(
        code=entry.code,
        label=entry.label,
        group=Coded(code=entry.group_code, label=entry.group_label),
        open=entry.open,
        fields=[FieldView.model_validate(spec) for spec in entry.fields],
    )
