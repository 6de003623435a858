"""Asking for a verification code."""

from typing import Any

from fastapi import Request

from common.contracts.values.mobile import mask
from common.http.session import api_router
from identity.sms_codes.commands import send_code
from identity.sms_codes.schemas import SmsCodeRequest, SmsCodeSent
from identity.sms_codes.states import Purpose
from identity.visitors import network_of

router = api_router("/v1", "短信验证码")
MINUTE = 60


@router.post("/sms-codes", summary="获取短信验证码", status_code=202, response_model=SmsCodeSent)
async def request_code(given: SmsCodeRequest, request: Request) -> Any:
    """Six digits by SMS (guides/001 fig 3). The answer does not tell whether the mobile is registered."""
    context = request.app.state.context
    await send_code(context, given.mobile, Purpose(given.purpose), network_of(request))
    settings = context.settings.sms_codes
    return {
        "mobile": mask(given.mobile),
        "expires_in": settings.minutes * MINUTE,
        "retry_after": settings.seconds_between,
    }
