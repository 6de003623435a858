"""Text messages that other services need sent at once."""

from fastapi import Request

from common.auth.access import ServiceAccount
from common.http.idempotency import Once
from common.http.session import Session, api_router
from notifications.text_messages import commands
from notifications.text_messages.schemas import TextMessageAccepted, TextMessageRequest

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
