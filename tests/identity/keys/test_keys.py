"""One key for all processes, published before it signs and until its tokens are gone."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import jwt
import time_machine

from common import clock
from common.auth.actors import CentreUser
from common.auth.tokens import TokenVerifier
from common.testing.harness import ServiceHarness
from identity.keys import states
from identity.keys.commands import SigningKeys, make_key
from identity.sessions.commands import access_token

CENTRE = CentreUser(id=uuid4(), name="王审核")


def process_of(identity: ServiceHarness) -> SigningKeys:
    """The keys as another API process, started now, comes to know them."""
    context = identity.context
    return SigningKeys(context.database, context.resources.cipher, context.settings)


class TestFirstKey:
    async def test_processes_that_start_together_agree_on_one(self, identity: ServiceHarness) -> None:
        published = await asyncio.gather(*(process_of(identity).jwks() for _ in range(8)))

        assert len({key["kid"] for keys in published for key in keys["keys"]}) == 1

    async def test_its_private_half_is_stored_encrypted(self, identity: ServiceHarness) -> None:
        await identity.context.resources.signing_keys.jwks()

        [(sealed,)] = await identity.rows("SELECT private_sealed FROM signing_keys")
        assert sealed.startswith("v1:")

    async def test_is_published_without_a_token(self, identity: ServiceHarness) -> None:
        answer = await identity.client().get("/.well-known/jwks.json")

        [key] = answer.json()["keys"]
        assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("OKP", "Ed25519", "EdDSA", "sig")
        assert "d" not in key

    async def test_signs_tokens_that_every_service_verifies(self, identity: ServiceHarness) -> None:
        token = await access_token(identity.context, CENTRE, timedelta(minutes=15))

        verifier = TokenVerifier(identity.context.settings.tokens, process_of(identity).jwks)
        assert await verifier.verify(token) == CENTRE


class TestRotation:
    async def test_does_nothing_while_the_key_is_young(self, identity: ServiceHarness) -> None:
        await identity.context.resources.signing_keys.jwks()

        assert await identity.run_job("rotate_signing_keys") == 0

    async def test_publishes_the_next_key_before_it_signs(self, identity: ServiceHarness) -> None:
        before = await process_of(identity).jwks()
        with time_machine.travel(clock.now() + timedelta(days=31)):
            await identity.run_job("rotate_signing_keys")
            keys = process_of(identity)

            published = {key["kid"] for key in (await keys.jwks())["keys"]}
            assert len(published) == 2
            assert kid_of(await keys.sign({"sub": "x"})) == before["keys"][0]["kid"]

    async def test_the_next_key_signs_when_its_time_has_come_and_the_old_one_goes_later(
        self, identity: ServiceHarness
    ) -> None:
        [old] = (await process_of(identity).jwks())["keys"]
        with time_machine.travel(clock.now() + timedelta(days=31)) as traveller:
            await identity.run_job("rotate_signing_keys")
            traveller.shift(timedelta(minutes=11))
            assert kid_of(await process_of(identity).sign({"sub": "x"})) != old["kid"]
            assert old["kid"] in {key["kid"] for key in (await process_of(identity).jwks())["keys"]}

            traveller.shift(timedelta(minutes=90))
            await identity.run_job("rotate_signing_keys")
            assert old["kid"] not in {key["kid"] for key in (await process_of(identity).jwks())["keys"]}

    async def test_a_verifier_never_refuses_a_token_on_the_way_from_one_key_to_the_next(
        self, identity: ServiceHarness
    ) -> None:
        settings = identity.context.settings.tokens
        with time_machine.travel(clock.now(), tick=False) as traveller:
            keys = process_of(identity)
            verifier, tokens = TokenVerifier(settings, keys.jwks), list[str]()
            await verifier.verify(await token_of(identity, keys))
            traveller.shift(timedelta(days=31))
            await identity.run_job("rotate_signing_keys")
            for _ in range(20):
                # Processes read the keys anew each minute, verifiers each five; both are far within the ten ahead.
                keys._read_at = float("-inf")
                tokens = [*tokens[-15:], await token_of(identity, keys)]
                verifier._asked_at -= 60
                for token in tokens[-14:]:
                    assert await verifier.verify(token) == CENTRE
                traveller.shift(timedelta(minutes=1))
                await identity.run_job("rotate_signing_keys")

        assert len({kid_of(token) for token in tokens}) == 2

    async def test_two_workers_at_once_make_one_key(self, identity: ServiceHarness) -> None:
        await process_of(identity).jwks()
        with time_machine.travel(clock.now() + timedelta(days=31)):
            await asyncio.gather(*(identity.run_job("rotate_signing_keys") for _ in range(4)))

        assert len(await identity.rows("SELECT 1 FROM signing_keys")) == 2


class TestStates:
    def test_without_any_key_there_is_nothing_to_rotate(self) -> None:
        assert not states.rotation_is_due([], clock.now(), timedelta(days=30))

    async def test_a_key_stays_until_the_longest_token_is_gone(self, identity: ServiceHarness) -> None:
        now, cipher = clock.now(), identity.context.resources.cipher
        old, new = make_key(cipher, now - timedelta(days=30)), make_key(cipher, now - timedelta(minutes=30))

        assert states.outlived([old, new], now, timedelta(hours=1)) == []
        assert states.outlived([old, new], now + timedelta(hours=1), timedelta(hours=1)) == [old]


async def token_of(identity: ServiceHarness, keys: SigningKeys) -> str:
    """An access token of this moment."""
    issued = int(clock.now().timestamp())
    settings = identity.context.settings.tokens
    claims = {**CENTRE.claims(), "iss": settings.issuer, "aud": settings.audience}
    return await keys.sign({**claims, "iat": issued, "exp": issued + 900})


def kid_of(token: str) -> str:
    """The key a token names."""
    return jwt.get_unverified_header(token)["kid"]
