"""Receipts of the SMS suppliers. They cannot sign in; the secret in the address is what they know."""

import hmac
from typing import Annotated

from fastapi import Query, Request

from common.http.query_string import OTHER_PARAMETERS
from common.http.session import Session, api_router
from notifications.adapters.sms import SupplierName
from notifications.deliveries.commands import receipts
from notifications.deliveries.errors import ReceiptKeyRefused
from notifications.deliveries.schemas import Receipt

RECEIPTS_PATH = "/v1/sms-receipts/{supplier}"
router = api_router("", "短信回执", max_body_size=8 * 1024)


# Suppliers add parameters of their own to the address they were given; a refused receipt would be lost.
@router.post(RECEIPTS_PATH, status_code=204, summary="短信状态回执", openapi_extra=OTHER_PARAMETERS)
async def take_receipt(
    supplier: SupplierName,
    receipt: Receipt,
    request: Request,
    session: Session,
    key: Annotated[str, Query(max_length=200, description="回执地址中的密钥")] = "",
) -> None:
    """A supplier tells whether a text message arrived."""
    expected = request.app.state.context.settings.receipt_secret.get_secret_value()
    if not hmac.compare_digest(key.encode(), expected.encode()):
        raise ReceiptKeyRefused
    await receipts.note_receipt(session, supplier, receipt)
