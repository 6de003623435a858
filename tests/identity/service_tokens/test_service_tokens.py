"""Our services prove themselves with their secret."""

import pytest

from common.auth.actors import ServiceAccount
from common.testing.harness import ServiceHarness


class TestServiceTokens:
    async def test_the_right_secret_gets_a_token_for_an_hour(self, issuer: ServiceHarness) -> None:
        answer = await issuer.client().post(
            "/v1/service-tokens", json={"service": "agreements", "client_secret": "agreements-secret"}
        )

        assert answer.status_code == 200
        assert (answer.json()["token_type"], answer.json()["expires_in"]) == ("Bearer", 3600)
        actor = await issuer.context.verifier.verify(answer.json()["access_token"])
        assert isinstance(actor, ServiceAccount)
        assert actor.name == "agreements"

    @pytest.mark.parametrize(
        ("service", "secret"),
        [
            ("agreements", "test-secret"),
            ("agreements", "agreements-secret "),
            ("nobody", "no service has this secret"),
            ("nobody", "agreements-secret"),
        ],
    )
    async def test_refuses(self, issuer: ServiceHarness, service: str, secret: str) -> None:
        answer = await issuer.client().post("/v1/service-tokens", json={"service": service, "client_secret": secret})

        assert (answer.status_code, answer.json()["code"]) == (401, "identity.service_secret_wrong")
        assert secret not in answer.text

    async def test_refuses_an_empty_secret(self, issuer: ServiceHarness) -> None:
        answer = await issuer.client().post("/v1/service-tokens", json={"service": "agreements", "client_secret": ""})

        assert answer.status_code == 422

    async def test_is_not_let_in_where_people_are_meant(self, issuer: ServiceHarness) -> None:
        granted = await issuer.client().post(
            "/v1/service-tokens", json={"service": "agreements", "client_secret": "agreements-secret"}
        )
        refused = await issuer.client(token=granted.json()["access_token"]).get("/v1/verifications")

        assert (refused.status_code, refused.json()["code"]) == (403, "wrong_role")
