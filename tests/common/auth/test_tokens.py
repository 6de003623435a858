"""Access tokens: who is let in, and what is refused."""

from datetime import timedelta
from uuid import uuid4

import httpx
import jwt
import pytest
import time_machine
from fastapi import Request

from common import clock
from common.auth.access import WrongRole, require
from common.auth.actors import Actor, CentreUser, DepartmentUser, EmployerUser, Graduate, SchoolUser, ServiceAccount
from common.auth.request import ACTOR
from common.auth.tokens import TokenVerifier
from common.errors import Unauthenticated
from common.settings import TokenSettings
from common.testing.harness import ServiceHarness
from common.testing.tokens import TestKeys
from tests.conftest import HarnessOf
from tests.support.toy.service import toy

SETTINGS = TokenSettings(client_secret="secret")
SCHOOL = SchoolUser(id=uuid4(), name="王老师", school_code="10001")
ACTORS = [
    SCHOOL,
    CentreUser(id=uuid4(), name="李老师"),
    DepartmentUser(id=uuid4(), name="张老师", school_code="10001", department="计算机学院"),
    EmployerUser(id=uuid4(), name="赵经理", employer_id=None),
    EmployerUser(id=uuid4(), name="赵经理", employer_id=uuid4()),
    SchoolUser(id=uuid4(), name="孙老师", school_code="10001", data_scope="postgraduate"),
    Graduate(id=uuid4(), name="买买提·吐尔逊", graduate_id=uuid4(), school_code="10001", cohort=2027, confirmed=False),
]


@pytest.fixture
async def harness(harness_of: HarnessOf) -> ServiceHarness:
    return await harness_of(toy)


class TestVerify:
    @pytest.mark.parametrize("actor", ACTORS, ids=lambda actor: actor.role)
    async def test_a_token_turns_into_exactly_its_actor(self, actor: Actor) -> None:
        keys = TestKeys()
        assert await TokenVerifier(SETTINGS, keys.jwks).verify(keys.token(actor, SETTINGS)) == actor

    async def test_refuses_an_expired_token_even_when_it_was_seen_before(self) -> None:
        keys = TestKeys()
        verifier, token = TokenVerifier(SETTINGS, keys.jwks), keys.token(SCHOOL, SETTINGS, lifetime=60)
        await verifier.verify(token)
        with time_machine.travel(clock.now() + timedelta(seconds=61)), pytest.raises(Unauthenticated):
            await verifier.verify(token)

    @pytest.mark.parametrize(
        "claims",
        [
            {"aud": "elsewhere"},
            {"iss": "https://forger.example"},
            {"role": "emperor"},
            {"data_scope": "everything"},
            {"school_code": None, "role": "x"},
        ],
    )
    async def test_refuses_wrong_claims(self, claims: dict) -> None:
        keys = TestKeys()
        with pytest.raises(Unauthenticated):
            await TokenVerifier(SETTINGS, keys.jwks).verify(keys.token(SCHOOL, SETTINGS, **claims))

    async def test_knows_staff_without_a_data_scope_as_seeing_all(self) -> None:
        claims = {name: value for name, value in SCHOOL.claims().items() if name != "data_scope"}
        assert Actor.from_claims(claims) == SCHOOL

    async def test_refuses_another_key_under_our_key_id(self) -> None:
        ours, forger = TestKeys(), TestKeys()
        forger.kid = ours.kid
        with pytest.raises(Unauthenticated):
            await TokenVerifier(SETTINGS, ours.jwks).verify(forger.token(SCHOOL, SETTINGS))

    async def test_refuses_our_public_key_used_as_a_shared_secret(self) -> None:
        keys = TestKeys()
        claims = jwt.decode(keys.token(SCHOOL, SETTINGS), options={"verify_signature": False})
        public = (await keys.jwks())["keys"][0]["x"]
        confused = jwt.encode(claims, public, algorithm="HS256", headers={"kid": keys.kid})
        with pytest.raises(Unauthenticated):
            await TokenVerifier(SETTINGS, keys.jwks).verify(confused)

    async def test_refuses_an_unsigned_token(self) -> None:
        keys = TestKeys()
        claims = jwt.decode(keys.token(SCHOOL, SETTINGS), options={"verify_signature": False})
        unsigned = jwt.encode(claims, "", algorithm="none", headers={"kid": keys.kid})
        with pytest.raises(Unauthenticated):
            await TokenVerifier(SETTINGS, keys.jwks).verify(unsigned)

    async def test_keeps_verifying_while_identity_is_away(self) -> None:
        keys, away = TestKeys(), False

        async def fetch() -> dict:
            if away:
                raise httpx.ConnectError("identity is away")
            return await keys.jwks()

        verifier = TokenVerifier(SETTINGS, fetch)
        await verifier.verify(keys.token(SCHOOL, SETTINGS))
        away = True
        assert await verifier.verify(keys.token(ACTORS[1], SETTINGS)) == ACTORS[1]


class TestAccess:
    async def test_asks_an_unknown_caller_to_sign_in(self, harness: ServiceHarness) -> None:
        answer = await harness.client().get("/v1/things")
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")

    async def test_refuses_nonsense_as_a_token(self, harness: ServiceHarness) -> None:
        answer = await harness.client(token="nonsense").get("/v1/things")
        assert (answer.status_code, answer.json()["code"]) == (401, "token_refused")

    async def test_tells_the_wrong_role_who_may(self, harness: ServiceHarness) -> None:
        answer = await harness.client(ACTORS[1]).get("/v1/things")
        assert answer.status_code == 403
        assert answer.json()["detail"] == "此操作仅限学校用户；当前账号为中心工作人员。"

    async def test_names_one_role_or_another(self) -> None:
        scope = {"type": "http", "headers": [], ACTOR: ACTORS[1]}
        with pytest.raises(WrongRole) as refused:
            await require(SchoolUser, DepartmentUser)(Request(scope))
        assert refused.value.advice == "请使用学校用户或院系用户账号登录。"

    async def test_tells_nobody_to_sign_in_as_a_service(self) -> None:
        scope = {"type": "http", "headers": [], ACTOR: ACTORS[1]}
        with pytest.raises(WrongRole) as refused:
            await require(ServiceAccount)(Request(scope))
        assert refused.value.detail == "此接口仅供平台内部使用；当前账号为中心工作人员。"
        assert "登录" not in refused.value.advice

    async def test_lets_the_right_role_in(self, harness: ServiceHarness) -> None:
        assert (await harness.client(SCHOOL).get("/v1/things")).json() == []
