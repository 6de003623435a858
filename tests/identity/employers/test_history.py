"""Every version of an employer's data is kept, with who changed what."""

import asyncio
from typing import Any

import pytest

from common.auth.actors import CentreUser, EmployerUser
from common.testing.harness import ServiceHarness
from tests.identity.employers.support import SECOND_MOBILE, newcomer, verified
from tests.identity.support import EMPLOYER, TextMessages, employer_user


async def history(identity: ServiceHarness, user: EmployerUser, **params: Any) -> dict[str, Any]:
    answer = await identity.client(user).get("/v1/employer/history", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


class TestHistory:
    async def test_shows_each_change_before_and_after_and_the_whole(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        await identity.client(user).put(
            "/v1/employer", json={**EMPLOYER, "industry_code": "37", "contact_mobile": None}
        )
        second, first = (await history(identity, user))["items"]

        assert second["changes"] == [
            {
                "field": "industry_code",
                "label": "网签所属行业",
                "before": "信息传输、软件和信息技术服务业",
                "after": "租赁和商务服务业",
            },
            {"field": "contact_mobile", "label": "联系人手机", "before": "13812340001", "after": None},
        ]
        assert (second["version"], second["change"]["label"]) == (2, "修改单位信息")
        assert (first["version"], first["change"]["label"]) == (1, "填写单位信息")
        whole = {field["label"]: field["value"] for field in first["data"]}
        assert len(whole) == 12
        assert (whole["所在地"], whole["单位性质"]) == ("浙江省杭州市西湖区", "其他企业")

    async def test_has_no_line_for_saving_the_same_again(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        await identity.client(user).put("/v1/employer", json=EMPLOYER)

        assert [line["version"] for line in (await history(identity, user))["items"]] == [1]

    async def test_compares_across_pages(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        for address in ("二号路", "三号路"):
            await identity.client(user).put("/v1/employer", json={**EMPLOYER, "address": address})
        page = await history(identity, user, limit=1)
        rest = await history(identity, user, limit=1, cursor=page["next_cursor"])

        assert [page["items"][0]["changes"][0]["before"], rest["items"][0]["changes"][0]["before"]] == [
            "二号路",
            EMPLOYER["address"],
        ]

    async def test_status_changes_make_no_version_of_the_data(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)

        assert len((await history(identity, user))["items"]) == 1
        assert (await identity.client(user).get("/v1/employer")).json()["version"] > 1


class TestNames:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": "<script>alert(1)</script>"}, "name"),
            ({"name": "=HYPERLINK(1)"}, "name"),
            ({"name": "+86公司"}, "name"),
            ({"name": "-公司"}, "name"),
            ({"name": "@公司"}, "name"),
            ({"name": "＝公司\x00"}, "name"),
            ({"type": "<i>民营企业</i>"}, "type"),
            ({"address": "=1+1"}, "address"),
            ({"region_code": "330000"}, "region_code"),
            ({"region_code": "110000"}, "region_code"),
            ({"region_code": "110100"}, "region_code"),
        ],
    )
    async def test_without_markup_formulas_and_places_that_are_no_places(
        self, identity: ServiceHarness, texts: TextMessages, changes: dict[str, Any], field: str
    ) -> None:
        user = await newcomer(identity, texts)
        refused = await identity.client(user).put("/v1/employer", json={**EMPLOYER, **changes})

        assert (refused.status_code, [fault["field"] for fault in refused.json()["errors"]]) == (422, [field])
        assert refused.json()["errors"][0]["remedy"]

    @pytest.mark.parametrize("region", ["330100", "441900", "710000", "810000", "429004"])
    async def test_places_without_counties_are_places(
        self, identity: ServiceHarness, texts: TextMessages, region: str
    ) -> None:
        user = await newcomer(identity, texts)

        answer = await identity.client(user).put("/v1/employer", json={**EMPLOYER, "region_code": region})
        assert answer.status_code == 200
        assert not answer.json()["region"]["label"].isdigit()

    @pytest.mark.parametrize(
        ("employer_type", "nature", "warned"),
        [("国有企业", "39", True), ("国有企业", "31", False), ("外商投资企业", "39", True), ("事业单位", "29", False)],
    )
    async def test_of_types_suggest_the_nature(
        self, identity: ServiceHarness, texts: TextMessages, employer_type: str, nature: str, warned: bool
    ) -> None:
        user = await newcomer(identity, texts)
        given = {**EMPLOYER, "type": employer_type, "nature_code": nature}
        warnings = (await identity.client(user).put("/v1/employer", json=given)).json()["warnings"]

        assert any("单位性质应选择" in warning for warning in warnings) == warned


class TestTwoRegistrationsAtOnce:
    async def test_of_one_code_with_a_verified_holder_are_both_sent_to_joining(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        await verified(identity, texts, centre)
        users = [await newcomer(identity, texts, mobile) for mobile in (SECOND_MOBILE, "13912340003")]
        answers = await asyncio.gather(*(identity.client(user).put("/v1/employer", json=EMPLOYER) for user in users))

        assert [answer.json()["join"]["action"] for answer in answers] == ["join", "join"]
        assert len(await identity.rows("SELECT 1 FROM employers")) == 1
