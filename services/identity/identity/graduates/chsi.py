"""学信网 over HTTP: OAuth 2.0 authorization code with PKCE (RFC 6749 §4.1, RFC 7636) and the enrolment record."""

import base64
import hashlib
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote_plus, urlencode

import httpx
from pydantic import BaseModel, ValidationError

from common.logging import get_logger
from identity.graduates.errors import ChsiLoginRefused, ChsiUnavailable
from identity.graduates.schemas import AccessToken, EnrolmentRecord
from identity.settings import IdentitySettings

log = get_logger(__name__)

RETRY_AFTER_SECONDS = 30
Answer = TypeVar("Answer", bound=BaseModel)


def challenge_of(verifier: str) -> str:
    """RFC 7636 §4.2, method S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass(frozen=True)
class Chsi:
    """The login of CHSI, as this platform is registered there."""

    client: httpx.AsyncClient
    settings: IdentitySettings

    @property
    def redirect_uri(self) -> str:
        """Where CHSI sends the browser back to."""
        return f"{self.settings.public_url}/v1/chsi/callback"

    def authorize_url(self, state: str, verifier: str) -> str:
        """Where the browser goes to sign in."""
        wanted = {
            "response_type": "code",
            "client_id": self.settings.chsi_client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "enrolment",
            "state": state,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
        return f"{self.settings.chsi_url}/oauth/authorize?{urlencode(wanted)}"

    async def enrolment_record(self, code: str, verifier: str) -> EnrolmentRecord:
        """Who signed in, and the 学籍 of that person.

        Raises:
            ChsiLoginRefused: the code is not good for this login.
            ChsiUnavailable: no answer that can be used.
        """
        token = await self._access_token(code, verifier)
        answer = await self._ask("GET", "/api/v1/enrolment", headers={"Authorization": f"Bearer {token}"})
        if answer.status_code in {401, 403}:
            raise ChsiLoginRefused
        return _read(answer, EnrolmentRecord)

    async def _access_token(self, code: str, verifier: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": verifier,
        }
        answer = await self._ask("POST", "/oauth/token", data=form, headers={"Authorization": self._credentials()})
        if answer.status_code == 400:
            raise ChsiLoginRefused
        # A 401 here is about us and not about the graduate, so it is no refusal of the login.
        return _read(answer, AccessToken).access_token

    def _credentials(self) -> str:
        # RFC 6749 §2.3.1: both are form-encoded before they are joined.
        secret = quote_plus(self.settings.chsi_client_secret.get_secret_value())
        pair = f"{quote_plus(self.settings.chsi_client_id)}:{secret}"
        return f"Basic {base64.b64encode(pair.encode()).decode()}"

    async def _ask(
        self, method: str, path: str, *, headers: dict[str, str], data: dict[str, str] | None = None
    ) -> httpx.Response:
        try:
            answer = await self.client.request(method, f"{self.settings.chsi_url}{path}", headers=headers, data=data)
        except httpx.HTTPError as fault:
            log.warning("CHSI does not answer", path=path, reason=type(fault).__name__)
            raise ChsiUnavailable(retry_after=RETRY_AFTER_SECONDS) from fault
        if answer.status_code == 429 or answer.is_server_error:
            log.warning("CHSI cannot serve us now", path=path, status=answer.status_code)
            raise ChsiUnavailable(retry_after=RETRY_AFTER_SECONDS)
        return answer


def _read(answer: httpx.Response, shape: type[Answer]) -> Answer:
    try:
        return shape.model_validate_json(answer.raise_for_status().content)
    except (httpx.HTTPStatusError, ValidationError) as fault:
        log.error("CHSI answered what cannot be read", expected=shape.__name__, status=answer.status_code)
        raise ChsiUnavailable(retry_after=RETRY_AFTER_SECONDS) from fault
