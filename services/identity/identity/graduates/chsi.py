"""学信网: OAuth 2.0 login and the enrolment record."""

from dataclasses import dataclass

import httpx

from identity.graduates.errors import ChsiLoginRefused, ChsiUnavailable
from identity.graduates.schemas import EnrolmentRecord
from identity.oauth import OAuthClient
from identity.settings import IdentitySettings


@dataclass(frozen=True)
class Chsi:
    """The login of CHSI, as this platform is registered there."""

    client: httpx.AsyncClient
    settings: IdentitySettings

    def authorize_url(self, state: str, verifier: str) -> str:
        """Where the browser goes to sign in."""
        return self._oauth.authorize_url(state, verifier)

    async def enrolment_record(self, code: str, verifier: str) -> EnrolmentRecord:
        """Who signed in, and the 学籍 of that person.

        Raises:
            ChsiLoginRefused: the code is not good for this login.
            ChsiUnavailable: no answer that can be used.
        """
        return await self._oauth.fetch("/api/v1/enrolment", EnrolmentRecord, code, verifier)

    @property
    def _oauth(self) -> OAuthClient:
        return OAuthClient(
            http=self.client,
            system="chsi",
            url=self.settings.chsi_url,
            client_id=self.settings.chsi_client_id,
            client_secret=self.settings.chsi_client_secret,
            redirect_uri=f"{self.settings.public_url}/v1/chsi/callback",
            scope="enrolment",
            refused=ChsiLoginRefused,
            unavailable=ChsiUnavailable,
        )
