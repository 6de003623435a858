"""国家大学生就业服务平台: OAuth 2.0 login and the account with its employer."""

from dataclasses import dataclass

import httpx

from identity.job_platform.errors import JobPlatformLoginRefused, JobPlatformUnavailable
from identity.job_platform.schemas import JobPlatformRecord
from identity.oauth import OAuthClient
from identity.settings import IdentitySettings


@dataclass(frozen=True)
class JobPlatform:
    """The login of the job platform, as this platform is registered there."""

    client: httpx.AsyncClient
    settings: IdentitySettings

    def authorize_url(self, state: str, verifier: str) -> str:
        """Where the browser goes to sign in."""
        return self._oauth.authorize_url(state, verifier)

    async def record(self, code: str, verifier: str) -> JobPlatformRecord:
        """Who signed in, and for which employer.

        Raises:
            JobPlatformLoginRefused: the code is not good for this login.
            JobPlatformUnavailable: no answer that can be used.
        """
        return await self._oauth.fetch("/api/v1/employer", JobPlatformRecord, code, verifier)

    @property
    def _oauth(self) -> OAuthClient:
        return OAuthClient(
            http=self.client,
            system="job platform",
            url=self.settings.jobplatform_url,
            client_id=self.settings.jobplatform_client_id,
            client_secret=self.settings.jobplatform_client_secret,
            redirect_uri=f"{self.settings.public_url}/v1/job-platform/callback",
            scope="employer",
            refused=JobPlatformLoginRefused,
            unavailable=JobPlatformUnavailable,
        )
