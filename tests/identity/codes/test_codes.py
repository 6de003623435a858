"""Code lists and regions for pickers."""

import pytest

from common.contracts import codes
from common.contracts.codes import DESTINATIONS, EMPLOYER_NATURES, CodeList
from common.testing.harness import ServiceHarness
from identity.codes.queries import LISTS


class TestTheLists:
    async def test_are_all_there_with_source_and_version(self, identity: ServiceHarness) -> None:
        items = (await identity.client().get("/v1/codes")).json()["items"]
        assert {item["name"] for item in items} == set(LISTS)
        assert all(item["title"] and item["source"] and len(item["version"]) == 12 for item in items)

    def test_leave_no_list_of_the_contracts_out(self) -> None:
        stated = {id(value) for value in vars(codes).values() if isinstance(value, CodeList)}
        assert {id(value) for value in LISTS.values()} >= stated


class TestOneList:
    async def test_has_codes_with_labels_in_the_order_of_the_list(self, identity: ServiceHarness) -> None:
        found = (await identity.client().get("/v1/codes/employer-natures")).json()
        assert found["title"] == "单位性质"
        assert [(line["code"], line["label"]) for line in found["codes"] if not line["retired"]] == [
            tuple(line) for line in EMPLOYER_NATURES.items()
        ]

    async def test_marks_what_is_retired(self, identity: ServiceHarness) -> None:
        found = (await identity.client().get("/v1/codes/destinations")).json()["codes"]
        assert {line["code"] for line in found if line["retired"]} == {code for code, _ in DESTINATIONS.retired()}
        assert {"65"} <= {line["code"] for line in found if line["retired"]}

    async def test_that_is_unknown_names_those_there_are(self, identity: ServiceHarness) -> None:
        answer = await identity.client().get("/v1/codes/colours")
        assert (answer.status_code, answer.json()["code"]) == (404, "identity.code_list_unknown")
        assert answer.json()["lists"] == list(LISTS)

    @pytest.mark.parametrize("path", ["/v1/codes", "/v1/codes/industries", "/v1/regions", "/v1/regions/330106"])
    async def test_is_not_sent_again_to_who_has_it(self, identity: ServiceHarness, path: str) -> None:
        first = await identity.client().get(path)
        assert first.headers["cache-control"] == "public, max-age=3600"
        again = await identity.client().get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        changed = await identity.client().get(path, headers={"If-None-Match": '"older"'})
        assert (changed.status_code, changed.content) == (200, first.content)


class TestRegions:
    async def test_begin_with_the_provinces(self, identity: ServiceHarness) -> None:
        items = (await identity.client().get("/v1/regions")).json()["items"]
        assert len(items) == 34
        assert items[0] == {
            "code": "110000",
            "name": "北京市",
            "full_name": "北京市",
            "valid": True,
            "has_children": True,
        }

    async def test_go_down_to_the_county_and_end_there(self, identity: ServiceHarness) -> None:
        cities = (await identity.client().get("/v1/regions", params={"parent": "330000"})).json()["items"]
        assert "杭州市" in {city["name"] for city in cities}
        counties = (await identity.client().get("/v1/regions", params={"parent": "330100"})).json()["items"]
        lake = next(county for county in counties if county["code"] == "330106")
        assert (lake["name"], lake["full_name"], lake["has_children"]) == ("西湖区", "浙江省杭州市西湖区", False)

    async def test_skip_the_rows_that_only_group(self, identity: ServiceHarness) -> None:
        items = (await identity.client().get("/v1/regions", params={"parent": "110000"})).json()["items"]
        assert {"东城区", "海淀区"} <= {item["name"] for item in items}
        assert "市辖区" not in {item["name"] for item in items}

    async def test_are_found_by_any_part_of_the_name(self, identity: ServiceHarness) -> None:
        items = (await identity.client().get("/v1/regions", params={"q": "杭州市西湖"})).json()["items"]
        assert [(item["code"], item["name"]) for item in items] == [("330106", "西湖区")]

    async def test_that_were_abolished_keep_their_name(self, identity: ServiceHarness) -> None:
        found = (await identity.client().get("/v1/regions/330103")).json()
        assert found["valid"] is False
        assert found["full_name"].endswith("下城区")

    @pytest.mark.parametrize("path", ["/v1/regions/999999", "/v1/regions/abc", "/v1/regions?parent=999999"])
    async def test_that_never_were_are_refused(self, identity: ServiceHarness, path: str) -> None:
        answer = await identity.client().get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "identity.region_unknown")
