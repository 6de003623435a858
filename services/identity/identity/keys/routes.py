"""The keys that anybody verifies our access tokens with."""

from typing import Any

from fastapi import Request, Response

from common.http.session import api_router
from identity.keys.schemas import KeySet

router = api_router("", "密钥")
CACHE = "public, max-age=60"


@router.get("/.well-known/jwks.json", summary="令牌验证公钥", response_model=KeySet)
async def published_keys(request: Request, response: Response) -> Any:
    """The JWKS. A new key appears here minutes before it signs, an old one stays until its tokens are gone."""
    response.headers["Cache-Control"] = CACHE
    return await request.app.state.context.resources.signing_keys.jwks()
