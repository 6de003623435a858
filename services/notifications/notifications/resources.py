"""What notifications needs while it runs: WeChat, the SMS suppliers, the keys of personal data."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from common.crypto import Cipher
from common.service import Context
from notifications.access_tokens.commands import SharedToken
from notifications.adapters.sms import SmsSuppliers
from notifications.adapters.wechat import WeChat

MOBILE_FIELD = "sms.mobile"
"""What a number is fingerprinted as, so that caps and receipts find it."""


@dataclass(frozen=True)
class Channels:
    """The ways to people outside. `context.resources` of this service."""

    cipher: Cipher
    wechat: WeChat
    wechat_token: SharedToken
    sms: SmsSuppliers

    @classmethod
    def of(cls, context: Context) -> "Channels":
        """The channels of a running service."""
        settings = context.settings
        cipher = Cipher(settings.cipher)
        wechat = WeChat(context.http, settings)
        return cls(
            cipher=cipher,
            wechat=wechat,
            wechat_token=SharedToken(settings.wechat_appid, wechat, context.database, cipher),
            sms=SmsSuppliers(context.http, settings),
        )


@asynccontextmanager
async def notifications_resources(context: Context) -> AsyncIterator[Channels]:
    """For `Service.resources`; the HTTP client is the context's own and closed with it."""
    yield Channels.of(context)
