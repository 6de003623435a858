"""Tokens of our own services."""

import hmac
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from common.auth.actors import ServiceAccount
from common.service import Context
from identity.service_tokens.errors import ServiceSecretWrong
from identity.sessions.commands import access_token

NOBODY = "no service has this secret"


def service_account(service: str) -> ServiceAccount:
    """A service as an actor; its id is the same at every start."""
    return ServiceAccount(id=uuid5(NAMESPACE_URL, f"urn:wangqian:service:{service}"), name=service)


async def issue_service_token(context: Context, service: str, client_secret: str) -> tuple[str, int]:
    """A token and its lifetime in seconds.

    Raises:
        ServiceSecretWrong: no such service, or not its secret; both take the same time.
    """
    known = context.settings.service_secrets.get(service)
    expected = known.get_secret_value() if known else NOBODY
    if not hmac.compare_digest(expected.encode(), client_secret.encode()) or not known or not expected:
        raise ServiceSecretWrong
    lifetime = timedelta(minutes=context.settings.sessions.service_token_minutes)
    return await access_token(context, service_account(service), lifetime), int(lifetime.total_seconds())
