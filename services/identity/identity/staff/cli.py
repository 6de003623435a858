"""`python -m identity create-centre-user`: the first account of an installation."""

import asyncio
import os
import sys
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from identity.staff.commands import accounts
from identity.staff.errors import UsernameTaken

PASSWORD_VARIABLE = "WANGQIAN_INITIAL_PASSWORD"  # noqa: S105 - the name of a variable


def create_centre_user(
    username: Annotated[str, typer.Option(help="User name to sign in with.")],
    name: Annotated[str, typer.Option(help="The person's name, as records will show it.")],
    mobile: Annotated[str | None, typer.Option(help="For a forgotten password: codes go there.")] = None,
) -> None:
    """Create a user of the centre, who creates all others; does nothing if it exists.

    The password is read from WANGQIAN_INITIAL_PASSWORD or, without it, from standard input.
    """
    password = os.environ.get(PASSWORD_VARIABLE) or sys.stdin.readline().rstrip("\r\n")
    try:
        created = asyncio.run(_create(username, name, password, mobile))
    except ValidationError as fault:
        for error in fault.errors(include_input=False, include_url=False):
            typer.echo(f"{error['loc'][0]}: {error['msg']}", err=True)
        raise typer.Exit(1) from None
    except UsernameTaken:
        typer.echo(f"{username} is the user name of another account", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"centre user {username} {'created' if created else 'exists'}")


async def _create(username: str, name: str, password: str, mobile: str | None) -> bool:
    from identity.service import service  # the service lists this command, so it cannot be imported any earlier

    settings: Any = service.settings
    async with service.open(settings()) as context, context.database.transaction() as session:
        return await accounts.create_centre_user(session, context, username, name, password, mobile)
