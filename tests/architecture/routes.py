"""All routes of all services, with who may use them."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi.routing import APIRoute

from common.auth.actors import Actor
from common.http.idempotency import claim_key
from common.http.openapi import actors_of, calls_of
from common.service import Service
from deploy.embedded.foundation import service_named
from tests.architecture.rules import SERVICES


@dataclass(frozen=True)
class DeclaredRoute:
    """One route as its signature declares it."""

    service: str
    method: str
    path: str
    status: int | None
    actors: tuple[type[Actor], ...] | None
    """Who is let in; None when the signature names nobody."""
    idempotent: bool
    module: str


def declared_routes(services: tuple[Service, ...] | None = None) -> Iterator[DeclaredRoute]:
    """Walk every router of every service."""
    for service in services or tuple(service_named(name) for name in SERVICES):
        for router in service.routers:
            for route in router.routes:
                assert isinstance(route, APIRoute), route
                yield from _declared(service.name, route)


def _declared(service: str, route: APIRoute) -> Iterator[DeclaredRoute]:
    for method in sorted(route.methods or ()):
        yield DeclaredRoute(
            service=service,
            method=method,
            path=route.path,
            status=route.status_code,
            actors=actors_of(route),
            idempotent=claim_key in calls_of(route.dependant),
            module=route.endpoint.__module__,
        )
