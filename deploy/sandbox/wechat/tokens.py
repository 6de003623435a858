"""The account's access tokens and the one-time codes of its web login."""

import secrets
from datetime import timedelta

from pydantic import AwareDatetime, BaseModel

from common import clock
from deploy.sandbox.store import Collection, Store
from deploy.sandbox.wechat import errors

TOKEN_LASTS = timedelta(seconds=7200)
# A newer token takes the place of the older one, which goes on for five minutes.
OVERLAP = timedelta(minutes=5)
CODE_LASTS = timedelta(minutes=5)


class Token(BaseModel):
    expires_at: AwareDatetime
    replaced_at: AwareDatetime | None = None


class LoginCode(BaseModel):
    openid: str
    expires_at: AwareDatetime
    is_used: bool = False


class Tokens:
    def __init__(self, store: Store) -> None:
        self._tokens: Collection[Token] = store.collection("wechat-token", Token)
        self._codes: Collection[LoginCode] = store.collection("wechat-code", LoginCode)

    def hand_out(self) -> str:
        """A new access token; the older ones go on for five minutes."""
        now = clock.now()
        # Kept for a day after their end, so that late callers hear "expired" and not "invalid".
        self._tokens.drop_oldest_while(lambda token: token.expires_at + timedelta(days=1) <= now)
        current = {key: token for key, token in self._tokens.items() if token.replaced_at is None}
        self._tokens.put_many({key: token.model_copy(update={"replaced_at": now}) for key, token in current.items()})
        value = secrets.token_urlsafe(48)
        self._tokens.put(value, Token(expires_at=now + TOKEN_LASTS))
        return value

    def check(self, value: str) -> None:
        """Raises WeChatRefused: missing, unknown, replaced or expired."""
        if not value:
            raise errors.token_missing()
        token = self._tokens.get(value)
        now = clock.now()
        if token is None or (token.replaced_at is not None and token.replaced_at + OVERLAP <= now):
            raise errors.invalid_credential()
        if token.expires_at <= now:
            raise errors.token_expired()

    def hand_out_code(self, openid: str) -> str:
        now = clock.now()
        self._codes.drop_oldest_while(lambda code: code.expires_at + timedelta(days=1) <= now)
        value = secrets.token_urlsafe(24)
        self._codes.put(value, LoginCode(openid=openid, expires_at=now + CODE_LASTS))
        return value

    def use_code(self, value: str) -> str:
        """The openid behind a code, once.

        Raises WeChatRefused: unknown, used or expired.
        """
        code = self._codes.get(value)
        if code is None:
            raise errors.invalid_code()
        if code.is_used:
            raise errors.code_used()
        if code.expires_at <= clock.now():
            raise errors.code_expired()
        self._codes.put(value, code.model_copy(update={"is_used": True}))
        return code.openid
