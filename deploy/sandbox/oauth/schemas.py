"""The parameters of OAuth 2.0 endpoints."""

from pydantic import BaseModel, Field


class AuthorizationRequest(BaseModel):
    """RFC 6749 §4.1.1 and RFC 7636 §4.3. Everything optional here, because the refusals are the protocol's own."""

    response_type: str = ""
    client_id: str = ""
    redirect_uri: str = ""
    scope: str = ""
    state: str = ""
    code_challenge: str = ""
    code_challenge_method: str = ""


class LoginForm(AuthorizationRequest):
    """The login page's form: the authorization request in hidden fields, and who logs in."""

    account: str = Field(default="", description="Login name")
    password: str = ""
    decision: str = Field(default="login", description="login, or cancel to go back without logging in")


class TokenRequest(BaseModel):
    """RFC 6749 §4.1.3 and RFC 7636 §4.5."""

    grant_type: str = ""
    code: str = ""
    redirect_uri: str = ""
    code_verifier: str = ""
    client_id: str = ""
    client_secret: str = ""


class TokenAnswer(BaseModel):
    access_token: str
    token_type: str = "Bearer"  # noqa: S105, the scheme's name
    expires_in: int = Field(description="seconds")
    scope: str
