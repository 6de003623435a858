"""Having a WeChat access token at hand, and renewing it once for everybody."""

import asyncio
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.crypto import Cipher
from common.database import Database, lock_for_transaction
from notifications.access_tokens import store
from notifications.adapters.wechat import AccessToken, WeChat

RENEW_BEFORE = timedelta(minutes=2)
FIELD = "wechat.access_token"


class SharedToken:
    """The account's token: from memory, else from the database, else from WeChat."""

    def __init__(self, appid: str, wechat: WeChat, database: Database, cipher: Cipher) -> None:
        self._appid = appid
        self._wechat = wechat
        self._database = database
        self._cipher = cipher
        self._known: AccessToken | None = None
        self._asking = asyncio.Lock()

    async def get(self, spent: str | None = None) -> str:
        """A token other than `spent`, the one that WeChat has just refused.

        Raises:
            SupplierUnavailable, Misconfigured: WeChat gives none.
        """
        async with self._asking:
            if not _serves(self._known, spent):
                async with self._database.transaction() as session:
                    self._known = await self._shared(session, spent)
            assert self._known is not None  # noqa: S101 - narrows for the type checker
            return self._known.value

    async def _shared(self, session: AsyncSession, spent: str | None) -> AccessToken:
        """What another worker has fetched meanwhile, or a new one."""
        await lock_for_transaction(session, "wechat-token", self._appid)
        row = await store.find(session, self._appid)
        known = AccessToken(self._cipher.decrypt(row.token, FIELD), row.expires_at) if row else None
        if known is not None and _serves(known, spent):
            return known
        fetched = await self._wechat.fetch_token()
        sealed = self._cipher.encrypt(fetched.value, FIELD)
        await store.keep(session, self._appid, sealed, fetched.expires_at)
        return fetched


def _serves(token: AccessToken | None, spent: str | None) -> bool:
    return token is not None and token.value != spent and token.expires_at - clock.now() > RENEW_BEFORE
