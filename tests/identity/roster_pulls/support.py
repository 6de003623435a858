"""A school's office: what it states in the employment system, and pulls from there."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from common.auth.actors import SchoolUser
from common.testing.harness import ServiceHarness
from tests.identity.roster.support import COHORT, Rows, school
from tests.support.roster import SCHOOL_CODE

PAGE = 4


@dataclass
class Source:
    """The employment system, and identity that pulls from it."""

    identity: ServiceHarness
    client: httpx.AsyncClient

    async def state(self, rows: Rows, cohort: int = COHORT) -> None:
        """The school puts rows into the employment system."""
        body = {"school_code": SCHOOL_CODE, "cohort": cohort, "rows": rows}
        answer = await self.client.post("/sandbox/employment/graduates", json=body)
        assert answer.status_code == 200, answer.text

    async def remove(self, row: dict[str, str], reason: str = "退学") -> None:
        """The school takes a graduate off the list there."""
        path = f"/sandbox/employment/graduates/{SCHOOL_CODE}/{row['考生号']}"
        answer = await self.client.delete(path, params={"reason": reason})
        assert answer.status_code == 204, answer.text

    async def fails(self, mode: str, **how: Any) -> None:
        """The employment system has a bad day."""
        answer = await self.client.put("/sandbox/failures/employment", json={"mode": mode, **how})
        assert answer.status_code == 200, answer.text

    async def recovers(self) -> None:
        """And a better one."""
        answer = await self.client.delete("/sandbox/failures")
        assert answer.is_success, answer.text

    async def begin(self, mode: str = "incremental", *, by: SchoolUser | None = None, **more: Any) -> httpx.Response:
        """Press 同步."""
        body = {"cohort": COHORT, "mode": mode, **more}
        return await self.identity.client(by or school()).post("/v1/roster-pulls", json=body)

    async def begun(self, mode: str = "incremental", **more: Any) -> str:
        """The id of a pull that has begun."""
        answer = await self.begin(mode, **more)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    async def result(self, pull_id: str) -> dict[str, Any]:
        """The record of a pull."""
        answer = await self.identity.client(school()).get(f"/v1/roster-pulls/{pull_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def pull(self, mode: str = "incremental", **more: Any) -> dict[str, Any]:
        """A whole pull, to its end."""
        pull_id = await self.begun(mode, **more)
        await self.identity.run_job("pull_rosters")
        return await self.result(pull_id)

    async def names(self) -> set[str]:
        """Who is on the list here."""
        answer = await self.identity.client(school()).get("/v1/graduates", params={"limit": 200})
        return {line["name"] for line in answer.json()["items"]}


@asynccontextmanager
async def serving(source: Source, *pages: list[Any]) -> AsyncIterator[None]:
    """A source that answers one pull with these items, page after page."""
    left = list(pages)

    def answer(request: httpx.Request) -> httpx.Response:
        items, after = left.pop(0), int(request.url.params["after"]) + 1
        body = {"items": items, "next": after if left else None, "latest": 9}
        return httpx.Response(200, content=json.dumps(body))

    usual = source.identity.context.http
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as odd:
        source.identity.context.http = odd
        yield
    source.identity.context.http = usual


def item(row: dict[str, str], sequence: Any, **more: Any) -> dict[str, Any]:
    """A row as the source states it."""
    return {"sequence": sequence, "removed": False, "exam_number": row["考生号"], "row": row, "reason": None} | more


def counts(result: dict[str, Any]) -> dict[str, int]:
    """The counts of a pull that are not zero."""
    names = ("new", "changed", "unchanged", "removed", "withheld", "faulty")
    return {name: result[name] for name in names if result[name]}
