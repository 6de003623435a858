"""The last known keys outlive the process: a service that starts while identity is away still verifies tokens."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from common.auth.actors import CentreUser
from common.auth.kept_keys import keys_kept
from common.auth.tokens import FetchKeys, KeysUnavailable, TokenRefused, TokenVerifier
from common.testing.harness import ServiceHarness
from common.testing.tokens import TestKeys
from tests.conftest import HarnessOf
from tests.support.toy.service import toy

CENTRE = CentreUser(id=uuid4(), name="李老师")


@pytest.fixture
async def harness(harness_of: HarnessOf) -> ServiceHarness:
    return await harness_of(toy)


async def away() -> dict[str, Any]:
    raise httpx.ConnectError("identity is away")


def process(harness: ServiceHarness, fetch: FetchKeys) -> TokenVerifier:
    """The verifier of a process that has just started, over the service's database."""
    settings = harness.context.settings.tokens
    return TokenVerifier(settings, keys_kept(fetch, harness.context.database, settings.issuer))


class TestKeptKeys:
    async def test_verify_tokens_after_a_restart_without_identity(self, harness: ServiceHarness) -> None:
        keys = TestKeys()
        token = keys.token(CENTRE, harness.context.settings.tokens)
        await process(harness, keys.jwks).verify(token)

        assert await process(harness, away).verify(token) == CENTRE

    async def test_refuse_what_another_key_has_signed(self, harness: ServiceHarness) -> None:
        keys = TestKeys()
        await process(harness, keys.jwks).verify(keys.token(CENTRE, harness.context.settings.tokens))
        forged = TestKeys().token(CENTRE, harness.context.settings.tokens)

        with pytest.raises(TokenRefused):
            await process(harness, away).verify(forged)

    async def test_are_replaced_by_newer_ones(self, harness: ServiceHarness) -> None:
        old, new = TestKeys(), TestKeys()
        settings = harness.context.settings.tokens
        for keys in (old, new):
            await process(harness, keys.jwks).verify(keys.token(CENTRE, settings))

        assert await process(harness, away).verify(new.token(CENTRE, settings)) == CENTRE
        with pytest.raises(TokenRefused):
            await process(harness, away).verify(old.token(CENTRE, settings))

    async def test_stay_when_an_answer_holds_none(self, harness: ServiceHarness) -> None:
        keys = TestKeys()
        token = keys.token(CENTRE, harness.context.settings.tokens)
        await process(harness, keys.jwks).verify(token)

        async def none() -> dict[str, Any]:
            return {"keys": []}

        with pytest.raises(KeysUnavailable):
            await process(harness, none).verify(token)
        assert await process(harness, away).verify(token) == CENTRE

    async def test_are_missing_before_the_first_answer(self, harness: ServiceHarness) -> None:
        with pytest.raises(KeysUnavailable):
            await process(harness, away).verify(TestKeys().token(CENTRE, harness.context.settings.tokens))

    async def test_hold_no_private_half(self, harness: ServiceHarness) -> None:
        keys = TestKeys()
        await process(harness, keys.jwks).verify(keys.token(CENTRE, harness.context.settings.tokens))

        [(kept,)] = await harness.rows("SELECT jwks FROM known_keys")
        assert [set(key) for key in kept["keys"]] == [{"kty", "crv", "x", "kid", "alg", "use"}]
