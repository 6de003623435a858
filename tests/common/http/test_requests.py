"""What every route of every service does the same way."""

import asyncio
from uuid import uuid4

import pytest

from common.auth.actors import CentreUser, SchoolUser
from common.testing.harness import ServiceHarness
from tests.conftest import HarnessOf
from tests.support.toy.service import NumberSaid, toy

CENTRE = CentreUser(id=uuid4(), name="李老师")
JSON = {"Content-Type": "application/json"}
SCHOOL = SchoolUser(id=uuid4(), name="王老师", school_code="10001")


@pytest.fixture
async def harness(harness_of: HarnessOf) -> ServiceHarness:
    return await harness_of(toy)


async def names(harness: ServiceHarness) -> list[str]:
    return [row.name for row in await harness.rows("SELECT name FROM things ORDER BY name")]


class TestTransaction:
    async def test_stores_and_says_together(self, harness: ServiceHarness) -> None:
        answer = await harness.client(CENTRE).post("/v1/things", json={"name": "a", "count": 7})
        assert answer.status_code == 201
        assert await names(harness) == ["a"]
        assert [event.value for event in await harness.emitted(NumberSaid)] == [7]

    async def test_leaves_nothing_behind_when_the_endpoint_breaks(self, harness: ServiceHarness) -> None:
        answer = await harness.client(CENTRE).post("/v1/things/broken")
        assert answer.status_code == 500
        assert answer.json()["code"] == "internal_error"
        assert answer.json()["correlation_id"] == answer.headers["x-request-id"]
        assert "defect" not in answer.text
        assert await names(harness) == []

    async def test_a_commit_that_fails_is_not_answered_as_success(self, harness: ServiceHarness) -> None:
        answer = await harness.client(CENTRE).post("/v1/things/uncommittable")
        assert answer.status_code == 500
        assert "looks fine" not in answer.text


class TestIdempotency:
    async def test_the_same_key_happens_once_and_answers_the_same(self, harness: ServiceHarness) -> None:
        client, key = harness.client(CENTRE), {"Idempotency-Key": "the-one-key"}
        first = await client.post("/v1/things", json={"name": "a"}, headers=key)
        second = await client.post("/v1/things", json={"name": "a"}, headers=key)
        assert (first.status_code, second.status_code) == (201, 201)
        assert second.json() == first.json()
        assert second.headers["Idempotent-Replay"] == "true"
        assert len(await harness.emitted(NumberSaid)) == 1

    async def test_simultaneous_requests_with_one_key_happen_once(self, harness: ServiceHarness) -> None:
        client, key = harness.client(CENTRE), {"Idempotency-Key": "the-one-key"}
        posts = [client.post("/v1/things", json={"name": "a"}, headers=key) for _ in range(5)]
        assert {answer.status_code for answer in await asyncio.gather(*posts)} == {201}
        assert len(await harness.emitted(NumberSaid)) == 1

    async def test_refuses_the_key_for_another_content(self, harness: ServiceHarness) -> None:
        client, key = harness.client(CENTRE), {"Idempotency-Key": "the-one-key"}
        await client.post("/v1/things", json={"name": "a"}, headers=key)
        answer = await client.post("/v1/things", json={"name": "b"}, headers=key)
        assert answer.status_code == 409
        assert answer.json()["code"] == "idempotency_key_reused"
        assert await names(harness) == ["a"]

    async def test_anothers_key_is_not_ours(self, harness: ServiceHarness) -> None:
        key = {"Idempotency-Key": "the-one-key"}
        await harness.client(CENTRE).post("/v1/things", json={"name": "a"}, headers=key)
        answer = await harness.client(SCHOOL).post("/v1/things", json={"name": "b"}, headers=key)
        assert answer.json() == {"name": "b"}

    async def test_a_refused_request_does_not_use_up_its_key(self, harness: ServiceHarness) -> None:
        client, key = harness.client(CENTRE), {"Idempotency-Key": "the-one-key"}
        await client.post("/v1/things", json={"name": "a"})
        assert (await client.post("/v1/things", json={"name": "a"}, headers=key)).status_code == 409
        assert (await client.post("/v1/things", json={"name": "b"}, headers=key)).status_code == 201

    async def test_requires_a_key(self, harness: ServiceHarness) -> None:
        client = harness.client(CENTRE)
        client.event_hooks = {}
        answer = await client.post("/v1/things", json={"name": "a"})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
        assert answer.json()["errors"][0]["remedy"] == answer.json()["remedy"]

    async def test_another_query_is_another_content(self, harness: ServiceHarness) -> None:
        client, key = harness.client(CENTRE), {"Idempotency-Key": "the-one-key"}
        await client.post("/v1/things?shelf=1", json={"name": "a"}, headers=key)
        answer = await client.post("/v1/things?shelf=2", json={"name": "a"}, headers=key)
        assert answer.json()["code"] == "idempotency_key_reused"

    async def test_neither_key_nor_answer_lies_readable_in_the_table(self, harness: ServiceHarness) -> None:
        headers = {"Idempotency-Key": "the-one-key"}
        await harness.client(CENTRE).post("/v1/things", json={"name": "13812345678"}, headers=headers)
        (row,) = await harness.rows("SELECT row_to_json(k)::text AS stored, body FROM idempotency_keys k")
        assert "the-one-key" not in row.stored
        assert b"13812345678" not in row.body


class TestProblems:
    async def test_names_field_reason_and_remedy(self, harness: ServiceHarness) -> None:
        answer = await harness.client(CENTRE).post("/v1/things", json={"name": "x" * 21, "count": "many"})
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["errors"] == [
            {"field": "name", "reason": "超过最大长度 20 个字符", "remedy": "请缩短内容。"},
            {"field": "count", "reason": "应为整数", "remedy": "请填写整数。"},
        ]

    async def test_a_rule_names_who_can_change_it(self, harness: ServiceHarness) -> None:
        client = harness.client(CENTRE)
        await client.post("/v1/things", json={"name": "a"})
        answer = await client.post("/v1/things", json={"name": "a"})
        assert answer.status_code == 409
        told = answer.json()
        assert (told["code"], told["title"], told["name"]) == ("toy.thing_taken", "名称已被使用", "a")
        assert told["who_can_change"] == "换一个名称"
        assert told["correlation_id"] == answer.headers["x-request-id"]

    @pytest.mark.parametrize(
        ("method", "path", "status", "code"),
        [
            ("GET", "/v1/nothing", 404, "no_such_path"),
            ("DELETE", "/v1/things", 405, "method_not_allowed"),
            ("GET", "/v1/things?cursor=nonsense", 422, "cursor_malformed"),
        ],
    )
    async def test_answers_every_refusal_as_a_problem(
        self, harness: ServiceHarness, method: str, path: str, status: int, code: str
    ) -> None:
        answer = await harness.client(SCHOOL).request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["content-type"] == "application/problem+json"

    async def test_refuses_what_is_not_json(self, harness: ServiceHarness) -> None:
        answer = await harness.client(CENTRE).post(
            "/v1/things", content=b"{", headers={"Content-Type": "application/json"}
        )
        assert (answer.status_code, answer.json()["errors"][0]["reason"]) == (422, "不是有效的 JSON")

    async def test_refuses_a_body_that_is_too_large(self, harness: ServiceHarness) -> None:
        answer = await harness.client(CENTRE).post("/v1/things", json={"name": "x" * 9000})
        assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")
        assert answer.json()["detail"] == "提交的内容超过上限 8 KB。"

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
    async def test_refuses_json_under_another_name(self, harness: ServiceHarness, kind: str) -> None:
        headers = {"Content-Type": kind} if kind else {}
        answer = await harness.client(CENTRE).post("/v1/things", content=b'{"name":"a"}', headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
        assert "application/json" in answer.json()["remedy"]

    @pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "application/merge-patch+json"])
    async def test_takes_every_name_of_json(self, harness: ServiceHarness, kind: str) -> None:
        answer = await harness.client(CENTRE).post(
            "/v1/things", content=b'{"name":"a"}', headers={"Content-Type": kind}
        )
        assert answer.status_code == 201

    async def test_refuses_one_name_twice_and_stores_neither(self, harness: ServiceHarness) -> None:
        answer = await harness.client(CENTRE).post("/v1/things", content=b'{"name":"a","name":"b"}', headers=JSON)
        [fault] = answer.json()["errors"]
        assert (answer.status_code, fault["field"], fault["reason"]) == (422, "name", "同一字段出现了多次")
        assert await names(harness) == []

    @pytest.mark.parametrize(
        ("content", "detail"),
        [
            (b"[" * 4000 + b"]" * 4000, "嵌套层数过多"),
            (b'{"name":"a","count":' + b"9" * 5000 + b"}", "位数过多的数字"),
            (b'{"name":"\xff"}', "不是 UTF-8 编码"),
        ],
    )
    async def test_says_why_it_cannot_read_a_body(self, harness: ServiceHarness, content: bytes, detail: str) -> None:
        answer = await harness.client(CENTRE).post("/v1/things", content=content, headers=JSON)
        assert (answer.status_code, answer.json()["code"]) == (422, "body_unreadable")
        assert detail in answer.json()["detail"]

    async def test_is_unavailable_while_the_database_is_away(self, harness: ServiceHarness) -> None:
        await harness.context.database.engine.dispose()
        harness.context.database.engine.sync_engine.dialect.connect = _no_database  # type: ignore[method-assign, assignment]
        answer = await harness.client(CENTRE).post("/v1/things", json={"name": "a"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


class TestHealthAndMetrics:
    async def test_is_ready_with_its_database(self, harness: ServiceHarness) -> None:
        assert (await harness.client().get("/health/ready")).json() == {"status": "ready"}

    async def test_keeps_a_plain_request_id_and_replaces_a_strange_one(self, harness: ServiceHarness) -> None:
        client = harness.client()
        assert (await client.get("/health/live", headers={"X-Request-ID": "abc-1"})).headers["x-request-id"] == "abc-1"
        strange = await client.get("/health/live", headers={"X-Request-ID": "x\tforged log line"})
        assert "forged" not in strange.headers["x-request-id"]

    async def test_counts_refusals(self, harness: ServiceHarness) -> None:
        await harness.client().get("/v1/nothing")
        assert (
            'wangqian_refusals_total{code="no_such_path",service="toy"}'
            in (await harness.client().get("/metrics")).text
        )


class TestJobs:
    async def test_works_until_nothing_is_left(self, harness: ServiceHarness) -> None:
        for name in "abc":
            await harness.client(CENTRE).post("/v1/things", json={"name": name})
        rounds = await asyncio.gather(harness.run_job("forget_things"), harness.run_job("forget_things"))
        assert sum(rounds) == 3
        assert await names(harness) == []


def _no_database(*_args: object, **_kwargs: object) -> None:
    raise ConnectionRefusedError("no database")
