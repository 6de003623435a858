"""A cursor continues the query that it was made for, and no other."""

from typing import Annotated
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI, Query, Request
from httpx import ASGITransport, AsyncClient, Response

from common.auth.actors import Actor, CentreUser, SchoolUser
from common.auth.request import ACTOR
from common.http.problems import install_problem_handlers
from common.paging import CursorMalformed, Page, PageRequest, Paging, page_of

SCHOOL = SchoolUser(id=uuid4(), name="王老师", school_code="10001")
COLLEAGUE = SchoolUser(id=uuid4(), name="李老师", school_code="10001")
CENTRE = CentreUser(id=uuid4(), name="中心")


async def rows(
    list_id: int,
    request: Request,
    page: Paging,
    cohort: int = 2027,
    status: Annotated[list[str] | None, Query()] = None,
) -> Page[int]:
    """The numbers from nought to nine."""
    after = page.position(int)
    numbers = range(after[0] + 1 if after else 0, 10)
    return page_of(numbers[: page.limit + 1], page, int, int)


async def ask(query: str, actor: Actor = SCHOOL, list_id: int = 1) -> Response:
    app = FastAPI()
    app.get("/lists/{list_id}")(rows)
    install_problem_handlers(app, "sample")

    async def signed_in(scope: dict, receive: object, send: object) -> None:  # type: ignore[type-arg]
        await app({**scope, ACTOR: actor}, receive, send)  # type: ignore[arg-type]

    async with AsyncClient(transport=ASGITransport(signed_in), base_url="http://sample.test") as client:  # type: ignore[arg-type]
        return await client.get(f"/lists/{list_id}?{query}")


async def cursor_of(query: str, actor: Actor = SCHOOL) -> str:
    return str((await ask(query, actor)).json()["next_cursor"])


class TestACursor:
    async def test_goes_on_where_the_page_ended(self) -> None:
        cursor = await cursor_of("limit=3&cohort=2027")
        assert (await ask(f"limit=3&cohort=2027&cursor={cursor}")).json()["items"] == [3, 4, 5]

    async def test_may_be_followed_with_another_limit_and_in_another_order_of_parameters(self) -> None:
        cursor = await cursor_of("status=a&status=b&cohort=2027&limit=3")
        answer = await ask(f"cohort=2027&cursor={cursor}&status=b&limit=1&status=a")
        assert answer.json()["items"] == [3]

    async def test_belongs_to_a_role_and_not_to_a_person(self) -> None:
        cursor = await cursor_of("limit=3")
        assert (await ask(f"limit=3&cursor={cursor}", COLLEAGUE)).json()["items"] == [3, 4, 5]
        assert (await ask(f"limit=3&cursor={cursor}", CENTRE)).json()["code"] == "cursor_of_another_query"

    @pytest.mark.parametrize("query", ["", "cohort=2026", "cohort=2027&status=a"])
    async def test_is_refused_under_other_filters(self, query: str) -> None:
        answer = await ask(f"{query}&cursor={await cursor_of('limit=3&cohort=2027')}")
        told = answer.json()
        assert (answer.status_code, told["code"]) == (422, "cursor_of_another_query")
        assert told["title"] == "翻页标记属于另一个查询"
        assert told["errors"] == [
            {"field": "cursor", "reason": "翻页标记属于另一个查询", "remedy": "请从第一页重新开始。"}
        ]

    async def test_is_refused_by_another_list(self) -> None:
        answer = await ask(f"limit=3&cursor={await cursor_of('limit=3')}", list_id=2)
        assert answer.json()["code"] == "cursor_of_another_query"

    @pytest.mark.parametrize("cursor", ["WzFd", "W10", "bm9uc2Vuc2U", "!", "e30", "WyJ4IiwxXQ"])
    async def test_that_no_list_has_made_is_refused(self, cursor: str) -> None:
        assert (await ask(f"cursor={cursor}")).json()["code"] == "cursor_malformed"

    def test_with_a_forged_position_is_refused(self) -> None:
        with pytest.raises(CursorMalformed):
            PageRequest(limit=5, after=["nonsense"]).position(UUID)
