"""就业管理系统 over HTTP: logins, accounts, passwords. Client credentials by HTTP Basic."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from common.logging import get_logger
from common.service import Context
from identity.employment.errors import (
    EmploymentAccountClosed,
    EmploymentAccountLocked,
    EmploymentPasswordRefused,
    EmploymentSystemUnavailable,
)
from identity.employment.schemas import EmploymentAccount, EmploymentAccountPage, EmploymentRefusal
from identity.settings import IdentitySettings

log = get_logger(__name__)

RETRY_AFTER_SECONDS = 30
Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(frozen=True)
class EmploymentSystem:
    """The employment system, as this platform is registered there."""

    client: httpx.AsyncClient
    settings: IdentitySettings

    @classmethod
    def of(cls, context: Context) -> "EmploymentSystem":
        """The one that this service is set up with."""
        return cls(context.http, context.settings)

    async def log_in(self, username: str, password: str) -> EmploymentAccount | None:
        """Whose user name and password these are; None when nobody's.

        Raises:
            EmploymentAccountClosed, EmploymentAccountLocked: said by the system; closed only if the password was right.
            EmploymentSystemUnavailable: no answer that can be used.
        """
        answer = await self.ask("POST", "/logins", json={"username": username, "password": password})
        match _refusal(answer):
            case "WRONG_CREDENTIALS":
                return None
            case "LOCKED":
                raise EmploymentAccountLocked
            case "CLOSED":
                raise EmploymentAccountClosed
        return self.read(answer, EmploymentAccount)

    async def accounts(self, *, changed_after: datetime | None, cursor: str | None) -> EmploymentAccountPage:
        """A page of the accounts that changed after then, closed ones too, in the order in which they changed.

        Raises:
            EmploymentSystemUnavailable: no answer that can be used.
        """
        asked = {"changed_after": changed_after.isoformat() if changed_after else None, "cursor": cursor}
        query = {name: value for name, value in asked.items() if value is not None}
        return self.read(await self.ask("GET", "/accounts", params=query), EmploymentAccountPage)

    async def set_password(self, username: str, password: str) -> None:
        """Give a new password to somebody who has proved to us who they are.

        Raises:
            EmploymentAccountClosed: closed there, or gone.
            EmploymentPasswordRefused: not a password by its rules.
            EmploymentSystemUnavailable: no answer that can be used.
        """
        answer = await self.ask("PUT", f"/accounts/{quote(username, safe='')}/password", json={"password": password})
        match _refusal(answer):
            case "CLOSED" | "NOT_FOUND":
                raise EmploymentAccountClosed
            case "INVALID_PARAMETER":
                raise EmploymentPasswordRefused
        if not answer.is_success:
            raise _unreadable(answer, "password")

    async def ask(self, method: str, path: str, **what: Any) -> httpx.Response:
        """One request, for whatever part of the interface.

        Raises:
            EmploymentSystemUnavailable: no answer, or none for us now.
        """
        url = f"{self.settings.employment_url}/api/v1{path}"
        auth = (self.settings.employment_client_id, self.settings.employment_client_secret.get_secret_value())
        try:
            answer = await self.client.request(method, url, auth=auth, **what)
        except httpx.HTTPError as fault:
            log.warning("the employment system does not answer", reason=type(fault).__name__)
            raise EmploymentSystemUnavailable(retry_after=RETRY_AFTER_SECONDS) from fault
        if answer.status_code == 429 or answer.is_server_error:
            log.warning("the employment system cannot serve us now", status=answer.status_code)
            raise EmploymentSystemUnavailable(retry_after=RETRY_AFTER_SECONDS)
        return answer

    def read(self, answer: httpx.Response, shape: type[Answer]) -> Answer:
        """The answer in its shape.

        Raises:
            EmploymentSystemUnavailable: it is a refusal of ourselves, or nothing that can be read.
        """
        try:
            return shape.model_validate_json(answer.raise_for_status().content)
        except (httpx.HTTPStatusError, ValidationError) as fault:
            raise _unreadable(answer, shape.__name__) from fault


def _refusal(answer: httpx.Response) -> str | None:
    """The code of a refusal. INVALID_CLIENT and REFUSED are about us and not about the person."""
    if answer.is_success:
        return None
    try:
        return EmploymentRefusal.model_validate_json(answer.content).code
    except ValidationError:
        return None


def _unreadable(answer: httpx.Response, expected: str) -> EmploymentSystemUnavailable:
    log.error("the employment system answered what cannot be used", expected=expected, status=answer.status_code)
    return EmploymentSystemUnavailable(retry_after=RETRY_AFTER_SECONDS)
