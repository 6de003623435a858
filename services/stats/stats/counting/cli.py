"""`python -m stats recount`: whether every counter equals a recount."""

import asyncio
from typing import Annotated, Any

import typer

from stats.counting import commands
from stats.counting.commands import Difference


def recount(
    repair: Annotated[bool, typer.Option("--repair", help="Put right what differs; counting waits meanwhile.")] = False,
) -> None:
    """Count all projections again and report every counter that differs. Exits 1 if one does and is not repaired."""
    differences = asyncio.run(_recount(repair=repair))
    for difference in differences:
        typer.echo(_line(difference))
    typer.echo(f"{len(differences)} counters differ{', repaired' if repair and differences else ''}")
    if differences and not repair:
        raise typer.Exit(1)


async def _recount(*, repair: bool) -> list[Difference]:
    from stats.service import service  # the service lists this command, so it cannot be imported any earlier

    settings: Any = service.settings
    async with service.open(settings()) as context, context.database.transaction() as session:
        return await commands.recount(session, repair=repair)


def _line(difference: Difference) -> str:
    key = " ".join(str(part) for part in difference.key)
    return f"{key}: kept {difference.kept}, counted {difference.counted}"
