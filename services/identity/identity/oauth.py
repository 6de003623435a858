"""OAuth 2.0 authorization code with PKCE (RFC 6749 §4.1, RFC 7636), as a client of the systems people log in at."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote_plus, urlencode

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from common.errors import Forbidden, Unavailable
from common.logging import get_logger

log = get_logger(__name__)

RETRY_AFTER_SECONDS = 30
SECRET_BYTES = 32
Answer = TypeVar("Answer", bound=BaseModel)


class AccessToken(BaseModel):
    """The answer to a good code."""

    access_token: str


@dataclass(frozen=True)
class Begun:
    """A login under way: where the browser goes, and the secret that it alone holds."""

    authorize_url: str
    browser: str


@dataclass(frozen=True)
class Return:
    """What the browser was sent back with."""

    state: str
    code: str | None
    error: str | None


@dataclass(frozen=True)
class OAuthClient:
    """This platform, as it is registered at one system."""

    http: httpx.AsyncClient
    system: str
    """Its name in the log."""
    url: str
    client_id: str
    client_secret: SecretStr
    redirect_uri: str
    """Where the system sends the browser back to."""
    scope: str
    refused: type[Forbidden]
    """Raised when the system does not accept the code: used before, run out, or not from this login."""
    unavailable: type[Unavailable]
    """Raised when it does not answer, or answers what nobody can read."""

    def authorize_url(self, state: str, verifier: str) -> str:
        """Where the browser goes to sign in."""
        wanted = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.scope,
            "state": state,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
        return f"{self.url}/oauth/authorize?{urlencode(wanted)}"

    async def fetch(self, path: str, shape: type[Answer], code: str, verifier: str) -> Answer:
        """What the system says at this path of who signed in.

        Raises:
            the client's `refused` and `unavailable`.
        """
        token = await self._access_token(code, verifier)
        answer = await self._ask("GET", path, headers={"Authorization": f"Bearer {token}"})
        if answer.status_code in {401, 403}:
            raise self.refused
        return self._read(answer, shape)

    async def _access_token(self, code: str, verifier: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": verifier,
        }
        answer = await self._ask("POST", "/oauth/token", data=form, headers={"Authorization": self._credentials()})
        if answer.status_code == 400:
            raise self.refused
        # A 401 here is about us and not about the person, so it is no refusal of the login.
        return self._read(answer, AccessToken).access_token

    def _credentials(self) -> str:
        # RFC 6749 §2.3.1: both are form-encoded before they are joined.
        pair = f"{quote_plus(self.client_id)}:{quote_plus(self.client_secret.get_secret_value())}"
        return f"Basic {base64.b64encode(pair.encode()).decode()}"

    async def _ask(
        self, method: str, path: str, *, headers: dict[str, str], data: dict[str, str] | None = None
    ) -> httpx.Response:
        try:
            answer = await self.http.request(method, f"{self.url}{path}", headers=headers, data=data)
        except httpx.HTTPError as fault:
            log.warning("a login system does not answer", system=self.system, path=path, reason=type(fault).__name__)
            raise self.unavailable(retry_after=RETRY_AFTER_SECONDS) from fault
        if answer.status_code == 429 or answer.is_server_error:
            log.warning("a login system cannot serve us now", system=self.system, path=path, status=answer.status_code)
            raise self.unavailable(retry_after=RETRY_AFTER_SECONDS)
        return answer

    def _read(self, answer: httpx.Response, shape: type[Answer]) -> Answer:
        try:
            return shape.model_validate_json(answer.raise_for_status().content)
        except (httpx.HTTPStatusError, ValidationError) as fault:
            log.error(
                "a login system answered what cannot be read",
                system=self.system,
                expected=shape.__name__,
                status=answer.status_code,
            )
            raise self.unavailable(retry_after=RETRY_AFTER_SECONDS) from fault


def fresh_secret() -> str:
    """A state, a verifier or a browser's secret: random in full."""
    return secrets.token_urlsafe(SECRET_BYTES)


def fingerprint(secret: str) -> str:
    """What is stored of it. Random in full, so a plain hash is as good as a slow one."""
    return hashlib.sha256(secret.encode()).hexdigest()


def challenge_of(verifier: str) -> str:
    """RFC 7636 §4.2, method S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
