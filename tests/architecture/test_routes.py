"""Every route says in its signature who may use it; every creating one survives a retry."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from sqlalchemy import MetaData

from common.auth.access import CentreUser
from common.http.idempotency import Once
from common.http.openapi import calls_of
from common.http.session import Session, TransactionalRoute, api_router
from common.service import Service
from common.settings import Settings
from deploy.embedded.foundation import service_named
from tests.architecture.routes import DeclaredRoute, declared_routes
from tests.architecture.rules import SERVICES, room_of

AT_ONCE = ["/v1/agreements/{agreement_id}/accept"]
"""Hot transitions, which write with one statement that is its own transaction."""


def without_actor(routes: list[DeclaredRoute]) -> set[tuple[str, str]]:
    return {(route.service, route.path) for route in routes if route.actors is None}


def creating_without_key(routes: list[DeclaredRoute]) -> set[tuple[str, str]]:
    creating = [route for route in routes if route.method == "POST" and route.status == 201 and route.actors]
    return {(route.service, route.path) for route in creating if not route.idempotent}


def not_transactional(services: list[Service]) -> list[str]:
    routes = [route for service in services for router in service.routers for route in router.routes]
    return [str(getattr(route, "path", route)) for route in routes if not isinstance(route, TransactionalRoute)]


def hopping(services: list[Service]) -> set[str]:
    """What a request would be sent to another thread and back for."""
    routes = [route for service in services for router in service.routers for route in router.routes]
    calls = {call for route in routes if isinstance(route, APIRoute) for call in _calls(route)}
    return {call.__qualname__ for call in calls if not _runs_here(call)}


def _calls(route: APIRoute) -> Iterator[Any]:
    yield route.endpoint
    yield from calls_of(route.dependant)


def _runs_here(call: Any) -> bool:
    return any(
        is_async(each)
        for is_async in (inspect.iscoroutinefunction, inspect.isasyncgenfunction)
        for each in (call, getattr(call, "__call__", None))  # noqa: B004 - of an object that is called
    )


def outside_routes(routes: list[DeclaredRoute]) -> list[str]:
    return [route.path for route in routes if room_of(route.module) != "routes"]


class TestAllRoutes:
    def test_name_their_actor_or_stand_on_the_written_list(self) -> None:
        public = {(name, path) for name in SERVICES for path in service_named(name).public_paths}
        assert without_actor(list(declared_routes())) == public

    def test_that_create_take_an_idempotency_key(self) -> None:
        assert creating_without_key(list(declared_routes())) == set()

    def test_are_transactional_or_stand_on_the_written_list(self) -> None:
        assert not_transactional([service_named(name) for name in SERVICES]) == AT_ONCE

    def test_stay_on_the_event_loop(self) -> None:
        assert hopping([service_named(name) for name in SERVICES]) == set()

    def test_live_in_a_room_named_routes(self) -> None:
        assert outside_routes(list(declared_routes())) == []


class TestTheRules:
    def test_catch_a_route_without_actor_and_a_creation_without_key(self) -> None:
        router = api_router("/v1/samples", "样例")

        @router.post("/open", status_code=201)
        async def anybody(session: Session) -> None: ...

        @router.post("/once", status_code=201)
        async def once(actor: CentreUser, session: Session, once: Once) -> None: ...

        @router.post("/often", status_code=201)
        async def often(actor: CentreUser, session: Session) -> None: ...

        sample = Service("sample", "样例", Settings, MetaData(), Path(), routers=[router])
        routes = list(declared_routes((sample,)))
        assert without_actor(routes) == {("sample", "/v1/samples/open")}
        assert creating_without_key(routes) == {("sample", "/v1/samples/often")}

    def test_catch_a_route_without_a_transaction(self) -> None:
        plain, ours = APIRouter(prefix="/v1/plain"), api_router("/v1/ours", "样例")

        @plain.get("/forgetful")
        async def forgetful() -> None: ...

        @ours.get("/careful")
        async def careful(actor: CentreUser, session: Session) -> None: ...

        sample = Service("sample", "样例", Settings, MetaData(), Path(), routers=[plain, ours])
        assert not_transactional([sample]) == ["/v1/plain/forgetful"]

    def test_catch_what_would_run_in_a_thread(self) -> None:
        router = api_router("/v1/samples", "样例")

        def slow() -> int:
            return 1

        async def quick() -> int:
            return 2

        @router.get("")
        async def samples(one: Annotated[int, Depends(slow)], two: Annotated[int, Depends(quick)]) -> None: ...

        @router.get("/all")
        def all_samples() -> None: ...

        sample = Service("sample", "样例", Settings, MetaData(), Path(), routers=[router])
        assert {name.rpartition(".")[2] for name in hopping([sample])} == {"slow", "all_samples"}

    def test_catch_a_route_in_another_room(self) -> None:
        def at(module: str) -> DeclaredRoute:
            return DeclaredRoute("sample", "GET", module, None, None, False, module)

        strays = ["sample.thing.commands", "sample.routes_of_old", "sample.routesy.queries"]
        assert outside_routes([at(module) for module in [*strays, "sample.thing.routes"]]) == strays
