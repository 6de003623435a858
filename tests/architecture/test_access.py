"""A walk over every route of every service, as everybody who must not get in."""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest

from common.auth.actors import (
    ROLES,
    Actor,
    CentreUser,
    DepartmentUser,
    EmployerUser,
    Graduate,
    ProvinceUser,
    SchoolUser,
    ServiceAccount,
)
from common.testing.harness import ServiceHarness
from common.testing.tokens import TestKeys
from deploy.embedded.foundation import service_named
from tests.architecture.routes import DeclaredRoute, declared_routes
from tests.architecture.rules import SERVICES
from tests.conftest import HarnessOf
from tests.contracts.settings import settings_for

SCHOOL = "19901"
HIDDEN = {403, 404, 409, 422}
"""What somebody from elsewhere may be told about a thing of others: never that it was done, never a crash."""


def everybody() -> tuple[Actor, ...]:
    """One of each role, each of a tenant in which nothing exists."""
    return (
        EmployerUser(id=uuid4(), name="陈静", employer_id=uuid4()),
        Graduate(id=uuid4(), name="李雷", graduate_id=uuid4(), school_code=SCHOOL, cohort=2027, confirmed=True),
        SchoolUser(id=uuid4(), name="王老师", school_code=SCHOOL),
        DepartmentUser(id=uuid4(), name="计算机老师", school_code=SCHOOL, department="计算机学院"),
        ProvinceUser(id=uuid4(), name="省厅", province_code="330000"),
        CentreUser(id=uuid4(), name="中心"),
        ServiceAccount(id=uuid4(), name="documents"),
    )


@pytest.fixture(params=SERVICES)
async def harness(request: pytest.FixtureRequest, harness_of: HarnessOf) -> ServiceHarness:
    """Each service in turn."""
    return await harness_of(service_named(request.param), **settings_for(request.param))


def guarded(harness: ServiceHarness) -> Iterator[DeclaredRoute]:
    """The routes that are not on the service's written list of public ones."""
    service = harness.context.service
    return (route for route in declared_routes((service,)) if route.path not in service.public_paths)


async def ask(client: httpx.AsyncClient, route: DeclaredRoute) -> httpx.Response:
    """Plausible path parameters, an empty body."""
    path = re.sub(r"\{(\w+)\}", lambda found: _value(found[1]), route.path)
    body: dict[str, Any] | None = {} if route.method in {"POST", "PUT", "PATCH"} else None
    return await client.request(route.method, path, json=body)


def _value(parameter: str) -> str:
    plain = {"cohort": "2027", "version": "1"}
    return plain.get(parameter, str(uuid4()))


def forged(harness: ServiceHarness, actor: Actor) -> dict[str, str]:
    """Tokens that are not ours, each with what is wrong about it."""
    settings = harness.context.settings.tokens
    stranger = TestKeys()
    stranger.kid = harness.keys.kid
    claims = jwt.decode(harness.keys.token(actor, settings), options={"verify_signature": False})
    headers = {"kid": harness.keys.kid}
    return {
        "another key under our id": stranger.token(actor, settings),
        "no signature": jwt.encode(claims, "", algorithm="none", headers=headers),
        "a shared secret": jwt.encode(claims, "s" * 32, algorithm="HS256", headers=headers),
        "run out": harness.keys.token(actor, settings, lifetime=-60),
        "for another platform": harness.keys.token(actor, settings, aud="elsewhere"),
        "no token at all": "nonsense",
    }


def told(answer: httpx.Response) -> Any:
    """The code of a refusal."""
    return json.loads(answer.content).get("code") if answer.content else None


class TestNobodyComesIn:
    def test_everybody_is_all_roles(self) -> None:
        assert {type(actor) for actor in everybody()} == set(ROLES.values())

    async def test_without_a_token(self, harness: ServiceHarness) -> None:
        client = harness.client()
        answers = [(route, await ask(client, route)) for route in guarded(harness)]
        assert [(route.method, route.path, answer.status_code) for route, answer in answers] == [
            (route.method, route.path, 401) for route in guarded(harness)
        ]

    async def test_with_a_token_that_is_not_good(self, harness: ServiceHarness) -> None:
        let_in = []
        for route in guarded(harness):
            for actor in everybody():
                if not isinstance(actor, route.actors or ()):
                    continue
                for wrong, token in forged(harness, actor).items():
                    answer = await ask(harness.client(token=token), route)
                    if answer.status_code != 401:
                        let_in.append((route.method, route.path, wrong, answer.status_code))
                break
        assert let_in == []

    async def test_in_another_role(self, harness: ServiceHarness) -> None:
        let_in = []
        for actor in everybody():
            client = harness.client(actor)
            for route in guarded(harness):
                if isinstance(actor, route.actors or ()):
                    continue
                answer = await ask(client, route)
                if (answer.status_code, told(answer)) != (403, "wrong_role"):
                    let_in.append((route.method, route.path, actor.role, answer.status_code, told(answer)))
        assert let_in == []

    async def test_at_things_of_others(self, harness: ServiceHarness) -> None:
        """Every role that the route allows, with an id that is not theirs."""
        let_in = []
        for actor in everybody():
            client = harness.client(actor)
            for route in guarded(harness):
                if "_id}" not in route.path or not isinstance(actor, route.actors or ()):
                    continue
                answer = await ask(client, route)
                if answer.status_code not in HIDDEN:
                    let_in.append((route.method, route.path, actor.role, answer.status_code, told(answer)))
        assert let_in == []
