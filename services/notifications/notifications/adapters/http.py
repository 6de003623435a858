"""One way to ask a supplier: whatever is not an answer is `SupplierUnavailable`."""

from typing import Any

import httpx

from notifications.adapters.faults import SupplierUnavailable


async def ask(http: httpx.AsyncClient, method: str, url: str, *, seconds: float, **kwargs: Any) -> httpx.Response:
    """The supplier's answer below 500. Addresses hold secrets, so no fault repeats them.

    Raises:
        SupplierUnavailable: no answer within so many seconds, or a 5xx.
    """
    try:
        response = await http.request(method, url, timeout=seconds, **kwargs)
    except httpx.HTTPError as fault:
        raise SupplierUnavailable(type(fault).__name__) from None
    if response.is_server_error:
        raise SupplierUnavailable(str(response.status_code))
    return response


def body_of(response: httpx.Response) -> dict[str, Any]:
    """The JSON object of an answer.

    Raises:
        SupplierUnavailable: it is not one (a proxy's page, a cut answer).
    """
    try:
        body = response.json()
    except ValueError:
        raise SupplierUnavailable("not JSON") from None
    if not isinstance(body, dict):
        raise SupplierUnavailable("not an object")
    return body
