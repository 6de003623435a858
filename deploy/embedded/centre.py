"""The first account of a fresh platform: the centre's, which opens schools and verifies employers."""

import asyncio
import os
import subprocess
import sys

from deploy.embedded.configuration import Surroundings, as_environment, settings_of

CENTRE_USERNAME = "zhongxin"


class CentreNotCreated(RuntimeError):
    """The command line of identity refused; the message is its own."""


async def create_centre_user(around: Surroundings) -> None:
    """Create it through identity's own command line, as operators do; harmless when it exists."""
    await asyncio.to_thread(_create, around)


def _create(around: Surroundings) -> None:
    command = [
        sys.executable,
        "-m",
        "identity",
        "create-centre-user",
        "--username",
        CENTRE_USERNAME,
        "--name",
        "刘老师",
    ]
    done = subprocess.run(  # noqa: S603 - our own command
        command,
        env=os.environ | as_environment(settings_of("identity", around)),
        input=around.secrets.centre_password + "\n",
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CentreNotCreated(done.stderr[-2000:])
