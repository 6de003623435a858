"""The public check page, where the QR code of every agreement leads."""

import time
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from common.http.query_string import OTHER_PARAMETERS
from common.http.session import Session, api_router
from documents.agreement.queries import checked_document
from documents.agreement.rendering.assets import templates
from documents.checks.errors import CheckCodeUnknown, TooManyChecks
from documents.checks.schemas import CheckView
from documents.checks.states import prefers_html

CHECK_PATH = "/v1/checks/{check_code}"
HEADERS = {
    "Cache-Control": "no-store",
    "Vary": "Accept",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# The page needs nothing but its own style sheet.
PAGE_HEADERS = {**HEADERS, "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
PAGE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/html": {}}}}

router = api_router("", "查验")


# A link that is scanned or passed on in WeChat comes with `from=singlemessage` and the like.
@router.get(
    CHECK_PATH,
    summary="查验就业协议书",
    response_model=CheckView,
    responses=PAGE,
    openapi_extra=OTHER_PARAMETERS,
)
async def check(check_code: str, request: Request, response: Response, session: Session) -> Any:
    """Whether this agreement was issued here and still stands. Browsers are given a page, programs JSON."""
    _count_visit(request)
    document = await checked_document(session, check_code)
    found = CheckView.of(document) if document else None
    if prefers_html(request.headers.get("accept", "")):
        page = templates().get_template("check_page.html.j2").render(found=found)
        return HTMLResponse(page, 200 if found else CheckCodeUnknown.status, PAGE_HEADERS)
    if found is None:
        raise CheckCodeUnknown
    response.headers.update(HEADERS)
    return found


def _count_visit(request: Request) -> None:
    address = request.client.host if request.client else "unknown"
    wait = request.app.state.context.resources.visits.seconds_to_wait(address, time.monotonic())
    if wait:
        raise TooManyChecks(retry_after=wait)
