"""Codes by SMS, handed to the service that sends messages. All other texts are its reactions to events."""

from common.service import Context


async def send_text(context: Context, mobile: str, template: str, params: dict[str, str], key: str) -> None:
    """Have a text message sent; the same key is sent once.

    Raises:
        PeerUnavailable, PeerRefused: notifications has not taken it.
    """
    message = {"mobile": mobile, "template": template, "params": params}
    await context.peers.post("notifications", "/v1/text-messages", message, idempotency_key=key)
