"""单位查询 of the centre: search, everything about one employer, whole numbers for a reason."""

from typing import Any
from uuid import uuid4

import pytest

from common.auth.actors import CentreUser
from common.testing.harness import ServiceHarness
from tests.identity.employers.support import OTHER_USCC, THIRD_MOBILE, ask_for, colleague, verified
from tests.identity.support import EMPLOYER, MOBILE, TextMessages, employer_user


class TestSearch:
    async def test_meets_all_conditions(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        changes = {"uscc": OTHER_USCC, "name": "上海100%棉业_有限公司", "region_code": "310115", "nature_code": "31"}
        second = await employer_user(identity, texts, THIRD_MOBILE, **changes)

        async def found(**params: str) -> list[str]:
            answer = await identity.client(centre).get("/v1/employers", params=params)
            assert answer.status_code == 200, answer.text
            return [row["id"] for row in answer.json()["items"]]

        one, two = str(first.employer_id), str(second.employer_id)
        assert await found() == [two, one]
        assert await found(name="云栖") == [one]
        assert await found(name="%") == await found(name="_") == [two]
        assert await found(uscc=OTHER_USCC.lower()) == [two]
        assert await found(status="approved") == [one]
        assert await found(nature="31") == [two]
        assert await found(region="330000") == await found(region="330100") == await found(region="330106") == [one]
        assert await found(region="330113") == []
        assert await found(name="云栖", status="unverified") == []

    async def test_pages(self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser) -> None:
        first = await employer_user(identity, texts)
        second = await employer_user(identity, texts, THIRD_MOBILE, uscc=OTHER_USCC)
        client = identity.client(centre)
        page = (await client.get("/v1/employers", params={"limit": 1})).json()
        rest = (await client.get("/v1/employers", params={"limit": 1, "cursor": page["next_cursor"]})).json()

        ids = [row["id"] for row in page["items"] + rest["items"]]
        assert ids == [str(second.employer_id), str(first.employer_id)]

    @pytest.mark.parametrize(
        "params", [{"status": "x"}, {"uscc": "1"}, {"nature": "99"}, {"region": "1"}, {"cursor": "WzFd"}]
    )
    async def test_refuses_unknown_conditions(
        self, identity: ServiceHarness, centre: CentreUser, params: dict[str, Any]
    ) -> None:
        assert (await identity.client(centre).get("/v1/employers", params=params)).status_code == 422


class TestDetail:
    async def test_shows_everything_with_masked_numbers(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        await colleague(identity, texts, user)
        await ask_for(identity, user, contact_mobile="13700000009")
        answer = await identity.client(centre).get(f"/v1/employers/{user.employer_id}")
        detail = answer.json()

        assert (detail["name"], detail["region"]["label"]) == (EMPLOYER["name"], "浙江省杭州市西湖区")
        assert len(detail["users"]["items"]) == 2
        assert [row["status"]["code"] for row in detail["verifications"]] == ["approved"]
        assert len(detail["versions"]) == len(detail["corrections"]) == 1
        whole_numbers = (EMPLOYER["contact_phone"], "13700000009", "13912340002")
        assert not any(f'"{number}"' in answer.text for number in whole_numbers)
        assert [user["mobile"] for user in detail["users"]["items"]] == ["138****0001", "139****0002"]

    async def test_of_nothing_is_not_found(self, identity: ServiceHarness, centre: CentreUser) -> None:
        refused = await identity.client(centre).get(f"/v1/employers/{uuid4()}")

        assert (refused.status_code, refused.json()["code"]) == (404, "identity.employer_not_found")


class TestRevealing:
    async def test_shows_whole_numbers_and_is_written_down_with_the_reason(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        path = f"/v1/employers/{user.employer_id}/reveals"
        answer = await identity.client(centre).post(path, json={"reason": "核实更正申请"})

        assert answer.status_code == 200
        assert answer.json()["contact"]["phone"] == EMPLOYER["contact_phone"]
        assert [found["mobile"] for found in answer.json()["users"]] == [MOBILE]
        assert answer.headers["cache-control"] == "no-store"
        [(reader, subject, what)] = await identity.rows("SELECT reader, subject, what FROM reveals")
        assert (reader, subject) == (centre.key, f"employer:{user.employer_id}")
        assert "核实更正申请" in what

    async def test_needs_a_reason(self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser) -> None:
        user = await employer_user(identity, texts)
        refused = await identity.client(centre).post(f"/v1/employers/{user.employer_id}/reveals", json={"reason": " "})

        assert refused.status_code == 422
        assert await identity.rows("SELECT 1 FROM reveals") == []
