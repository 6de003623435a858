"""Reviewers side by side: who has taken what up, and what the list shows to whom."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from common.auth.actors import CentreUser
from common.testing.harness import ServiceHarness
from tests.identity.support import TextMessages, employer_user, submit

OTHER = CentreUser(id=uuid4(), name="赵审核")
REJECTION = {"reason_code": "letter_without_seal", "detail": "授权书未加盖公章"}


async def act(identity: ServiceHarness, actor: CentreUser, verification: str, action: str) -> httpx.Response:
    body = REJECTION if action == "reject" else {}
    return await identity.client(actor).post(f"/v1/verifications/{verification}/{action}", json=body)


async def listed(identity: ServiceHarness, actor: CentreUser, **params: str) -> list[str]:
    answer = await identity.client(actor).get("/v1/verifications", params=params)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


class TestClaiming:
    async def test_shows_others_who_holds_it_and_keeps_them_from_deciding(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        verification = await submit(identity, await employer_user(identity, texts))
        claimed = await act(identity, centre, verification, "claim")

        assert (claimed.json()["claim"]["by"], claimed.json()["claim"]["mine"]) == (centre.name, True)
        seen = (await identity.client(OTHER).get(f"/v1/verifications/{verification}")).json()
        assert (seen["claim"]["by"], seen["claim"]["mine"]) == (centre.name, False)
        assert [action["allowed"] for action in seen["actions"]] == [False, False]
        for action in ("approve", "reject", "claim", "release"):
            refused = await act(identity, OTHER, verification, action)
            assert (refused.status_code, refused.json()["code"]) == (409, "identity.verification_claimed")
            assert centre.name in refused.json()["detail"]
        assert (await act(identity, centre, verification, "approve")).status_code == 200

    @pytest.mark.parametrize("action", ["approve", "reject"])
    async def test_is_not_needed_for_deciding(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser, action: str
    ) -> None:
        verification = await submit(identity, await employer_user(identity, texts))

        assert (await act(identity, centre, verification, action)).status_code == 200

    async def test_ends_by_release_or_after_half_an_hour(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        verification = await submit(identity, await employer_user(identity, texts))
        await act(identity, centre, verification, "claim")
        released = await act(identity, centre, verification, "release")
        assert released.json()["claim"] is None
        assert (await act(identity, OTHER, verification, "claim")).status_code == 200
        await identity.rows("UPDATE verifications SET claimed_at = now() - interval '30 minutes' RETURNING 1")

        assert (await act(identity, centre, verification, "approve")).status_code == 200

    async def test_by_two_at_once_is_one_claim(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        verification = await submit(identity, await employer_user(identity, texts))
        answers = await asyncio.gather(*(act(identity, who, verification, "claim") for who in (centre, OTHER)))

        assert sorted(answer.status_code for answer in answers) == [200, 409]

    async def test_of_a_decided_submission_is_refused(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        verification = await submit(identity, await employer_user(identity, texts))
        await act(identity, centre, verification, "approve")

        for action in ("claim", "release"):
            refused = await act(identity, OTHER, verification, action)
            assert (refused.status_code, refused.json()["code"]) == (409, "identity.verification_already_decided")


class TestFilters:
    async def test_find_by_name_uscc_method_day_and_claim(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await submit(identity, await employer_user(identity, texts))
        user = await employer_user(identity, texts, "13912340002", uscc="N2510107MF0TTT56X5", name="成都青羊100%村社")
        second = await submit(identity, user)
        await act(identity, centre, second, "claim")

        assert await listed(identity, centre) == [first, second]
        assert await listed(identity, centre, name="云栖") == [first]
        assert await listed(identity, centre, name="100%") == [second]
        assert await listed(identity, centre, name="%") == [second]
        assert await listed(identity, centre, uscc="n2510107mf0ttt56x5") == [second]
        assert await listed(identity, centre, claimed_by="me") == [second]
        assert await listed(identity, OTHER, claimed_by="me") == []
        assert await listed(identity, OTHER, claimed_by="nobody") == [first]
        assert await listed(identity, centre, method="remittance") == []
        assert await listed(identity, centre, submitted_to="2020-01-01") == []
        assert await listed(identity, centre, submitted_from="2020-01-01", submitted_to="9999-12-31") == [first, second]

    @pytest.mark.parametrize(
        "params",
        [{"uscc": "1"}, {"method": "bribe"}, {"claimed_by": "you"}, {"submitted_from": "x"}, {"letter_check": "x"}],
    )
    async def test_that_mean_nothing_are_refused(
        self, identity: ServiceHarness, centre: CentreUser, params: dict[str, str]
    ) -> None:
        assert (await identity.client(centre).get("/v1/verifications", params=params)).status_code == 422
