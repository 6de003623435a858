"""Tokens of our own services."""

from typing import Any

from fastapi import Request, Response

from common.http.session import api_router
from identity.service_tokens.commands import issue_service_token
from identity.service_tokens.schemas import ServiceToken, ServiceTokenRequest

router = api_router("/v1", "服务令牌")


@router.post("/service-tokens", summary="服务令牌", response_model=ServiceToken)
async def service_token(given: ServiceTokenRequest, request: Request, response: Response) -> Any:
    """For the platform's own services, which ask each other what events do not carry."""
    response.headers["Cache-Control"] = "no-store"
    secret = given.client_secret.get_secret_value()
    token, seconds = await issue_service_token(request.app.state.context, given.service, secret)
    return {"access_token": token, "token_type": "Bearer", "expires_in": seconds}
