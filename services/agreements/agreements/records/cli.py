"""`python -m agreements verify-history`: whether every agreement's history is what was written."""

import asyncio
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import typer

from agreements.records.queries.chains import BrokenChain, check_chains
from common import clock


def verify_history(
    agreement: Annotated[UUID | None, typer.Option(help="Only the agreement with this id.")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Only agreements that changed on this day (in China) or later."),
    ] = None,
) -> None:
    """Walk the hash chains and name the first broken link of each broken one. Exits 1 if there is one."""
    moment = clock.shanghai_midnight(since.date()) if since else None
    chains, broken = asyncio.run(_verify(agreement, moment))
    typer.echo(f"{chains} chains checked, {broken} broken")
    if agreement is not None and since is None and not chains:
        typer.echo(f"there is no agreement {agreement}", err=True)
        raise typer.Exit(1)
    if broken:
        raise typer.Exit(1)


async def _verify(agreement: UUID | None, since: datetime | None) -> tuple[int, int]:
    from agreements.service import service  # the service lists this command, so it cannot be imported any earlier

    settings: Any = service.settings
    chains = broken = 0
    async with service.open(settings()) as context:
        async for checked in check_chains(context.database, agreement_id=agreement, since=since):
            chains += checked.chains
            broken += len(checked.broken)
            for found in checked.broken:
                typer.echo(_line(found))
    return chains, broken


def _line(found: BrokenChain) -> str:
    return f"agreement {found.agreement_id}: version {found.version} {found.fault.value}"
