"""`python -m identity replay`: all present facts once more, for whoever builds a read copy anew."""

import asyncio
from typing import Annotated, Any

import typer

from identity.replay.commands import OF_A_SCHOOL, Subject
from identity.replay.commands import replay as say_again


def replay(
    only: Annotated[list[Subject] | None, typer.Option(help="What to say again; may be given several times.")] = None,
    school: Annotated[str | None, typer.Option(help="Code of the one school that it is about.")] = None,
) -> None:
    """Say all present facts again, through the outbox: consumers that lost their read copies build them anew.

    Harmless at any time and as often as you like: nobody is notified, and newer facts stay. A worker must be running,
    which publishes what is said.
    """
    subjects = only or (list(OF_A_SCHOOL) if school else list(Subject))
    strangers = [subject.value for subject in subjects if school and subject not in OF_A_SCHOOL]
    if strangers:
        typer.echo(f"{', '.join(strangers)} belong to no school; leave --school out", err=True)
        raise typer.Exit(2)
    counts = asyncio.run(_replay(subjects, school))
    for subject in subjects:
        typer.echo(f"{subject.value}: {counts[subject]} said again")


async def _replay(subjects: list[Subject], school: str | None) -> dict[Subject, int]:
    from identity.service import service  # the service lists this command, so it cannot be imported any earlier

    settings: Any = service.settings
    counts = dict.fromkeys(subjects, 0)
    async with service.open(settings()) as context:
        await say_again(context, subjects, school, counts.__setitem__)
    return counts
