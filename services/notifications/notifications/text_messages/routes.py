"""Text messages that other services need sent at once."""

from fastapi import Request

from common.auth.access import ServiceAccount
from common.http.idempotency import Once
from common.http.session import Session, api_router
from notifications.text_messages import commands
from notifications.text_messages.schemas import (
    GraduateCodeRequest,
    GraduateCodeSent,
    TextMessageAccepted,
    TextMessageRequest,
)

router = api_router("/v1/text-messages", "短信", max_body_size=8 * 1024)


@router.post("", status_code=202, summary="立即发送短信")
async def send_text_message(
    body: TextMessageRequest, actor: ServiceAccount, session: Session, once: Once, request: Request
) -> TextMessageAccepted:
    """Answers 202 only when a supplier has accepted the message; otherwise nothing is kept and nothing comes later."""
    context = request.app.state.context
    message_id = commands.id_of(actor.key, request.headers["idempotency-key"])
    await commands.send_now(session, context.resources, context.settings, message_id, body)
    return TextMessageAccepted(id=message_id)


@router.post("/to-graduates", status_code=202, summary="立即向毕业生发送验证码")
async def send_code_to_graduate(
    body: GraduateCodeRequest, actor: ServiceAccount, session: Session, once: Once, request: Request
) -> GraduateCodeSent:
    """Over WeChat if the graduate has bound it and WeChat takes it, else as a text message to the number that identity
    knows. Answers 202 only when somebody has taken it; otherwise nothing is kept and nothing comes later."""
    message_id = commands.id_of(actor.key, request.headers["idempotency-key"])
    return await commands.send_to_graduate(session, request.app.state.context, message_id, body)
