"""The login page and the token endpoint of one system."""

import base64
import binascii
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_plus, urlencode

from fastapi import Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import SecretStr

from deploy.sandbox.failures import Failures
from deploy.sandbox.oauth.grants import CHALLENGE, GrantRefused, Grants
from deploy.sandbox.oauth.schemas import AuthorizationRequest, LoginForm, TokenAnswer, TokenRequest
from deploy.sandbox.templating import templates

WRONG_PASSWORD = "账号或密码不正确"  # noqa: S105, a message
TOO_OFTEN = "访问过于频繁，请稍后再试"
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True)
class AuthorizationServer:
    """One system that people log in at, and the one client that it knows: the platform."""

    system: str
    """Its name among the failures, the prefix of its templates and the realm of its refusals."""
    client_id: str
    client_secret: SecretStr
    redirect_uris: tuple[str, ...]
    token_seconds: int
    grants: Grants

    def show_login(self, request: Request, wanted: AuthorizationRequest) -> Response:
        """The login page. An unknown client or redirect address is told to the person, never redirected to
        (RFC 6749 §4.1.2.1); every other mistake of the client goes back to it as `error`."""
        return self._refusal(request, wanted) or self._login_page(request, wanted)

    def log_in(
        self, request: Request, form: LoginForm, failures: Failures, find: Callable[[str, str], str | None]
    ) -> Response:
        """The login page's form; `find` names the account of a login name and password."""
        refusal = self._refusal(request, form)
        if refusal is not None:
            return refusal
        failure = failures.take(self.system, "reject", "limit")
        if failure is not None and failure.mode == "limit":
            return self._login_page(request, form, TOO_OFTEN, 429)
        if failure is not None or form.decision == "cancel":
            return _back(form, error="access_denied")
        account = find(form.account, form.password)
        if account is None:
            return self._login_page(request, form, WRONG_PASSWORD, 401)
        return _back(form, code=self.grants.hand_out_code(form, account))

    def hand_out_token(self, form: TokenRequest, authorization: str, failures: Failures) -> Response:
        """Exchanges a code. Client secret by HTTP Basic or in the form; refusals as in RFC 6749 §5.2."""
        if not self._is_our_client(form, authorization):
            return self._error(401, "invalid_client", "unknown client or wrong secret")
        failure = failures.take(self.system, "reject", "limit")
        if failure is not None and failure.mode == "limit":
            return self._error(429, "temporarily_unavailable", "too many requests")
        if failure is not None:
            return self._error(400, "invalid_grant", "refused")
        if form.grant_type != "authorization_code":
            return self._error(400, "unsupported_grant_type", "grant_type must be authorization_code")
        if not (form.code and form.redirect_uri and form.code_verifier):
            return self._error(400, "invalid_request", "code, redirect_uri and code_verifier are required")
        try:
            token, grant = self.grants.exchange(form)
        except GrantRefused as refused:
            return self._error(400, "invalid_grant", str(refused))
        answer = TokenAnswer(access_token=token, expires_in=self.token_seconds, scope=grant.scope)
        return JSONResponse(answer.model_dump(), headers=NO_STORE)

    def bearer(self, authorization: str) -> str | None:
        """The account whose token an `Authorization` header carries."""
        scheme, _, token = authorization.partition(" ")
        return self.grants.bearer(token) if scheme.lower() == "bearer" else None

    def _refusal(self, request: Request, wanted: AuthorizationRequest) -> Response | None:
        if wanted.client_id != self.client_id:
            return self._error_page(request, "应用未登记（client_id）")
        if wanted.redirect_uri not in self.redirect_uris:
            return self._error_page(request, "回调地址与登记的不一致（redirect_uri）")
        if wanted.response_type != "code":
            return _back(wanted, error="unsupported_response_type", error_description="response_type must be code")
        if not wanted.state:
            return _back(wanted, error="invalid_request", error_description="state is required")
        if wanted.code_challenge_method != "S256" or not CHALLENGE.match(wanted.code_challenge):
            reason = "code_challenge with method S256 is required"
            return _back(wanted, error="invalid_request", error_description=reason)
        return None

    def _login_page(
        self, request: Request, wanted: AuthorizationRequest, message: str = "", status: int = 200
    ) -> Response:
        hidden = {name: getattr(wanted, name) for name in AuthorizationRequest.model_fields}
        account = wanted.account if isinstance(wanted, LoginForm) else ""
        context = {"hidden": hidden, "account": account, "message": message}
        page = f"{self.system}_login.html"
        return templates.TemplateResponse(request, page, context, status_code=status, headers=NO_STORE)

    def _error_page(self, request: Request, message: str) -> Response:
        return templates.TemplateResponse(request, f"{self.system}_error.html", {"message": message}, status_code=400)

    def _error(self, status: int, error: str, description: str) -> Response:
        headers = dict(NO_STORE)
        if status == 401:
            headers["WWW-Authenticate"] = f'Basic realm="{self.system}"'
        return JSONResponse({"error": error, "error_description": description}, status, headers=headers)

    def _is_our_client(self, form: TokenRequest, authorization: str) -> bool:
        client_id, secret = form.client_id, form.client_secret
        scheme, _, credentials = authorization.partition(" ")
        if scheme.lower() == "basic":
            # RFC 6749 §2.3.1: both are form-encoded before they are joined. One way of proof per request (§2.3).
            if secret:
                return False
            client_id, secret = _basic(credentials)
        expected = self.client_secret.get_secret_value()
        return client_id == self.client_id and hmac.compare_digest(secret.encode(), expected.encode())


def _back(wanted: AuthorizationRequest, **answer: str) -> Response:
    if wanted.state:
        answer["state"] = wanted.state
    joint = "&" if "?" in wanted.redirect_uri else "?"
    return RedirectResponse(wanted.redirect_uri + joint + urlencode(answer), 303, headers=NO_STORE)


def _basic(credentials: str) -> tuple[str, str]:
    try:
        client_id, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)
