"""The API of a WeChat Official Account. Errors come as `errcode` with HTTP status 200."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from common import clock
from notifications.adapters.faults import (
    CodeRefused,
    DeliveryFault,
    InvalidRecipient,
    Misconfigured,
    NotFollowing,
    QuotaReached,
    RefusedByPerson,
    SupplierUnavailable,
    TokenSpent,
)
from notifications.adapters.http import ask, body_of
from notifications.settings import NotificationsSettings

ALREADY_SENT = 45065
"""The same client_msg_id went to this openid in the last ten minutes: what we wanted has happened."""

# 全局返回码 of the Official Account documentation.
FAULTS: dict[int, type[DeliveryFault]] = {
    -1: SupplierUnavailable,
    40001: TokenSpent,
    40014: TokenSpent,
    41001: TokenSpent,
    42001: TokenSpent,
    40003: InvalidRecipient,
    43004: NotFollowing,
    43101: RefusedByPerson,
    45009: QuotaReached,
    45011: SupplierUnavailable,
    40029: CodeRefused,
    40163: CodeRefused,
    42003: CodeRefused,
}


@dataclass(frozen=True)
class AccessToken:
    """The account's token; a newer one ends it."""

    value: str
    expires_at: datetime


@dataclass(frozen=True)
class TemplateMessage:
    """One message. `message_id` is ours: WeChat sends the same one once."""

    message_id: str
    openid: str
    template_id: str
    url: str
    fields: dict[str, str]


class WeChat:
    """What we ask of WeChat."""

    def __init__(self, http: httpx.AsyncClient, settings: NotificationsSettings) -> None:
        self._http = http
        self._settings = settings

    async def fetch_token(self) -> AccessToken:
        """A new access token.

        Raises:
            SupplierUnavailable, Misconfigured.
        """
        answer = await self._ask("GET", "/cgi-bin/token", {"grant_type": "client_credential", **self._credentials()})
        return AccessToken(answer["access_token"], clock.now() + timedelta(seconds=answer["expires_in"]))

    async def openid_of(self, code: str) -> str:
        """Who is behind a code of the web login; it can be used once.

        Raises:
            CodeRefused, SupplierUnavailable, Misconfigured.
        """
        wanted = {"grant_type": "authorization_code", "code": code, **self._credentials()}
        return str((await self._ask("GET", "/sns/oauth2/access_token", wanted))["openid"])

    async def send(self, token: str, message: TemplateMessage) -> str:
        """WeChat's id of the message, also if it was taken before.

        Raises:
            DeliveryFault: any kind.
        """
        body = {
            "touser": message.openid,
            "template_id": message.template_id,
            "url": message.url,
            "client_msg_id": message.message_id,
            "data": {name: {"value": value} for name, value in message.fields.items()},
        }
        answer = await self._ask("POST", "/cgi-bin/message/template/send", {"access_token": token}, body)
        return str(answer.get("msgid", ""))

    def _credentials(self) -> dict[str, str]:
        return {"appid": self._settings.wechat_appid, "secret": self._settings.wechat_secret.get_secret_value()}

    async def _ask(self, method: str, path: str, params: dict[str, str], body: Any = None) -> dict[str, Any]:
        url = self._settings.wechat_url + path
        answer = body_of(
            await ask(self._http, method, url, seconds=self._settings.wechat_timeout_seconds, params=params, json=body)
        )
        errcode = answer.get("errcode", 0)
        if errcode not in (0, ALREADY_SENT):
            raise FAULTS.get(errcode, Misconfigured)(str(errcode))
        return answer
