"""Captchas over HTTP."""

import base64

from fastapi import Request, Response

from common.http.session import Session, api_router
from identity.captcha.commands import make_captcha
from identity.captcha.schemas import CaptchaView
from identity.visitors import visitor_of

router = api_router("/v1", "图片验证码")


@router.post("/captchas", summary="获取图片验证码", status_code=201)
async def new_captcha(request: Request, response: Response, session: Session) -> CaptchaView:
    """A picture with digits and letters (guides/003 fig 1), good for one try."""
    response.headers["Cache-Control"] = "no-store"
    made = await make_captcha(request.app.state.context, visitor_of(session))
    image = f"data:image/png;base64,{base64.b64encode(made.png).decode()}"
    return CaptchaView(captcha_id=made.id, image=image, expires_at=made.expires_at)
