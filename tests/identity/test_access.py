"""Every route of identity against every role: let in as its signature says, and nobody else."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from common.auth import actors
from common.testing.harness import ServiceHarness
from identity.service import service

EVERYBODY: list[actors.Actor] = [
    actors.EmployerUser(id=uuid4(), name="单位", employer_id=uuid4()),
    actors.Graduate(id=uuid4(), name="学生", graduate_id=uuid4(), school_code="10001", cohort=2027, confirmed=True),
    actors.SchoolUser(id=uuid4(), name="学校", school_code="10001"),
    actors.DepartmentUser(id=uuid4(), name="院系", school_code="10001", department="计算机学院"),
    actors.ProvinceUser(id=uuid4(), name="省级", province_code="33"),
    actors.CentreUser(id=uuid4(), name="中心"),
    actors.ServiceAccount(id=uuid4(), name="agreements"),
]


def guarded() -> Iterator[tuple[str, str, tuple[type[actors.Actor], ...]]]:
    """Method, path and who is let in, of every route that names its actor."""
    for router in service.routers:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            kinds = next(_kinds(route.dependant), None)
            if kinds is not None:
                path = re.sub(r"\{[^}]*\}", str(UUID(int=7)), route.path)
                yield from ((method, path, kinds) for method in sorted(route.methods or ()))


def _kinds(dependant: Dependant) -> Iterator[tuple[type[actors.Actor], ...]]:
    for part in dependant.dependencies:
        kinds = getattr(part.call, "allowed_actors", None)
        if kinds is not None:
            yield kinds
        yield from _kinds(part)


async def answer(identity: ServiceHarness, actor: actors.Actor | None, method: str, path: str) -> dict[str, Any]:
    """The problem that an empty request meets."""
    response = await identity.client(actor).request(method, path, json={})
    return response.json() if response.is_error else {}


class TestEveryRoute:
    async def test_refuses_everybody_it_is_not_for(self, identity: ServiceHarness) -> None:
        let_in = [
            (actor.role, method, path)
            for method, path, kinds in guarded()
            for actor in EVERYBODY
            if not isinstance(actor, kinds)
            and (await answer(identity, actor, method, path)).get("code") != "wrong_role"
        ]
        assert let_in == []

    async def test_refuses_who_has_not_signed_in(self, identity: ServiceHarness) -> None:
        let_in = [
            (method, path)
            for method, path, _ in guarded()
            if (await answer(identity, None, method, path)).get("code") != "unauthenticated"
        ]
        assert let_in == []

    async def test_lets_in_whom_it_is_for(self, identity: ServiceHarness) -> None:
        turned_away = [
            (actor.role, method, path)
            for method, path, kinds in guarded()
            for actor in EVERYBODY
            if isinstance(actor, kinds)
            and (await answer(identity, actor, method, path)).get("code") in {"wrong_role", "unauthenticated"}
        ]
        assert turned_away == []
