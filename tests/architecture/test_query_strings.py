"""No route of any service ignores a query parameter that it does not know."""

import re
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from sqlalchemy import MetaData

from common.http.query_string import OTHERS, StrictRoute, declared_parameters
from common.service import Service
from common.settings import Settings
from common.testing.harness import ServiceHarness
from deploy.embedded.foundation import service_named
from tests.architecture.rules import SERVICES
from tests.conftest import HarnessOf
from tests.contracts.settings import settings_for

CALLED_BY_THIRD_PARTIES = {
    ("identity", "/v1/chsi/callback"),
    ("identity", "/v1/job-platform/callback"),
    ("identity", "/v1/bank-callbacks"),
    ("notifications", "/v1/sms-receipts/{supplier}"),
    ("documents", "/v1/checks/{check_code}"),
}


def routes_of(service: Service) -> list[APIRoute]:
    return [route for router in service.routers for route in router.routes if isinstance(route, APIRoute)]


def lenient(service: Service) -> set[tuple[str, str]]:
    """The routes that let unknown parameters pass."""
    return {
        (service.name, route.path)
        for route in routes_of(service)
        if not isinstance(route, StrictRoute) or OTHERS in (route.openapi_extra or {})
    }


def address_of(route: APIRoute) -> str:
    return re.sub(r"\{\w+\}", "1", route.path)


@pytest.fixture(params=SERVICES)
async def harness(request: pytest.FixtureRequest, harness_of: HarnessOf) -> ServiceHarness:
    """Each service in turn."""
    return await harness_of(service_named(request.param), **settings_for(request.param))


class TestEveryRoute:
    def test_is_strict_or_stands_on_the_written_list(self) -> None:
        found = {route for name in SERVICES for route in lenient(service_named(name))}
        assert found == CALLED_BY_THIRD_PARTIES

    async def test_refuses_a_parameter_that_nobody_knows(self, harness: ServiceHarness) -> None:
        client, service, deaf = harness.client(), harness.context.service, []
        for route in routes_of(service):
            for method in route.methods or ():
                answer = await client.request(method, address_of(route), params={"cohrt": "2027"})
                if _faults(answer) != [("cohrt", "不认识的查询参数")]:
                    deaf.append((service.name, route.path))
        assert set(deaf) == lenient(service)

    async def test_refuses_two_values_of_a_parameter_that_has_one(self, harness: ServiceHarness) -> None:
        client, service, chosen = harness.client(), harness.context.service, []
        for route in routes_of(service):
            for name, repeats in declared_parameters(route.dependant).items():
                if repeats or (service.name, route.path) in CALLED_BY_THIRD_PARTIES:
                    continue
                for method in route.methods or ():
                    answer = await client.request(method, address_of(route), params={name: ["1", "2"]})
                    if _faults(answer) != [(name, "此查询参数只能填写一次")]:
                        chosen.append((route.path, name))
        assert chosen == []


class TestTheRule:
    def test_catches_a_router_of_its_own_making(self) -> None:
        router = APIRouter(prefix="/v1/samples")

        @router.get("")
        async def samples() -> None: ...

        sample = Service("sample", "样例", Settings, MetaData(), Path(), routers=[router])
        assert lenient(sample) == {("sample", "/v1/samples")}


def _faults(answer: httpx.Response) -> list[tuple[str, str]]:
    errors = answer.json().get("errors", []) if answer.status_code == 422 else []
    return [(fault["field"], fault["reason"]) for fault in errors]
