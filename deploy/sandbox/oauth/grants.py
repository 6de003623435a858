"""Codes and access tokens of one system (RFC 6749 §4.1, RFC 7636)."""

import base64
import hashlib
import hmac
import re
import secrets
from datetime import timedelta

from pydantic import AwareDatetime, BaseModel

from common import clock
from deploy.sandbox.oauth.schemas import AuthorizationRequest, TokenRequest
from deploy.sandbox.store import Collection, Store

CHALLENGE = re.compile(r"^[A-Za-z0-9_-]{43}$")
VERIFIER = re.compile(r"^[A-Za-z0-9._~-]{43,128}$")


class Grant(BaseModel):
    """A code that was handed out, and the token it was exchanged for."""

    account: str
    redirect_uri: str
    scope: str
    code_challenge: str
    expires_at: AwareDatetime
    is_used: bool = False
    access_token: str = ""


class AccessToken(BaseModel):
    account: str
    expires_at: AwareDatetime


class GrantRefused(Exception):
    """The code cannot be exchanged; the text says why, for the developer."""


class Grants:
    """The codes and tokens of one system, which `system` keeps apart from those of others."""

    def __init__(self, store: Store, system: str, *, code_seconds: int, token_seconds: int) -> None:
        self._codes: Collection[Grant] = store.collection(f"{system}-grant", Grant)
        self._tokens: Collection[AccessToken] = store.collection(f"{system}-bearer", AccessToken)
        self._code_lasts = timedelta(seconds=code_seconds)
        self._token_lasts = timedelta(seconds=token_seconds)

    def hand_out_code(self, request: AuthorizationRequest, account: str) -> str:
        """A code for one exchange within its time, bound to the redirect address and the challenge."""
        now = clock.now()
        # Kept as long as its token may live: only so can the token be revoked when the code comes a second time.
        self._codes.drop_oldest_while(lambda grant: grant.expires_at + self._token_lasts <= now)
        code = secrets.token_urlsafe(24)
        grant = Grant(
            account=account,
            redirect_uri=request.redirect_uri,
            scope=request.scope,
            code_challenge=request.code_challenge,
            expires_at=now + self._code_lasts,
        )
        self._codes.put(code, grant)
        return code

    def exchange(self, request: TokenRequest) -> tuple[str, Grant]:
        """An access token for a code; the code is used up, whatever the outcome.

        Raises GrantRefused.
        """
        grant = self._codes.get(request.code)
        if grant is None:
            raise GrantRefused("unknown code")
        if grant.is_used:
            # RFC 6749 §4.1.2: a code that comes a second time may be stolen, so its token goes too.
            self._tokens.remove(grant.access_token)
            raise GrantRefused("code was used before")
        grant = grant.model_copy(update={"is_used": True})
        self._codes.put(request.code, grant)
        self._check(grant, request)
        return self._hand_out_token(request.code, grant)

    def bearer(self, token: str) -> str | None:
        """The account behind a token, or None when it is unknown or over."""
        found = self._tokens.get(token)
        if found is None or found.expires_at <= clock.now():
            return None
        return found.account

    @staticmethod
    def _check(grant: Grant, request: TokenRequest) -> None:
        if grant.expires_at <= clock.now():
            raise GrantRefused("code has expired")
        if grant.redirect_uri != request.redirect_uri:
            raise GrantRefused("redirect_uri is not the one of the authorization request")
        if not verifier_fits(request.code_verifier, grant.code_challenge):
            raise GrantRefused("code_verifier does not fit the code_challenge")

    def _hand_out_token(self, code: str, grant: Grant) -> tuple[str, Grant]:
        now = clock.now()
        self._tokens.drop_oldest_while(lambda token: token.expires_at <= now)
        token = secrets.token_urlsafe(32)
        self._tokens.put(token, AccessToken(account=grant.account, expires_at=now + self._token_lasts))
        grant = grant.model_copy(update={"access_token": token})
        self._codes.put(code, grant)
        return token, grant


def verifier_fits(verifier: str, challenge: str) -> bool:
    """RFC 7636 §4.6, method S256."""
    if not VERIFIER.match(verifier):
        return False
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    expected = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return hmac.compare_digest(expected, challenge)
