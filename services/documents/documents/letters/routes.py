"""Letters over HTTP."""

from typing import Any

from fastapi import Request, Response

from common.auth.access import NewEmployerUser
from common.http.session import api_router
from documents.agreement.states import PDF
from documents.downloads import download
from documents.letters import queries

BYTES: dict[int | str, dict[str, Any]] = {200: {"content": {PDF: {}}}}

router = api_router("/v1/templates", "模板")


@router.get("/authorisation-letter", summary="下载网签授权书", response_class=Response, responses=BYTES)
async def download_authorisation_letter(actor: NewEmployerUser, request: Request) -> Response:
    """Prefilled with the employer and the user; blank where the employer's data are not given yet (guides/000 §2)."""
    return download(await queries.authorisation_letter(request.app.state.context, actor), "网签授权书.pdf", PDF)
