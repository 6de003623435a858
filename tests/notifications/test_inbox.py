"""The inbox: what it shows, reading, paging."""

import asyncio
from uuid import uuid4

import pytest
from dirty_equals import IsStr

from common.testing.harness import ServiceHarness
from tests.notifications.support import (
    AGREEMENT_ID,
    COLLEAGUE,
    EMPLOYER_USER,
    GRADUATE,
    OUTSIDERS,
    invitation,
    issued,
    notices,
    signed,
    titles,
)


class TestList:
    async def test_shows_a_notice_with_words_deadline_and_link(self, harness: ServiceHarness) -> None:
        await harness.deliver(invitation())
        shown = await notices(harness, GRADUATE)
        assert shown == {
            "items": [
                {
                    "id": IsStr,
                    "kind": {"code": "invitation_received", "label": "收到签约邀请", "can_be_switched_off": False},
                    "title": "收到签约邀请",
                    "body": "北京示范科技有限公司邀请您签约，岗位：软件工程师。"
                    "请在2026年11月24日00:00之前登录平台回应，逾期未回应则签约失败。",
                    "link": f"/graduate/agreements/{AGREEMENT_ID}",
                    "deadline": "2026-11-23T16:00:00Z",
                    "occurred_at": IsStr,
                    "read_at": None,
                }
            ],
            "next_cursor": None,
            "unread_count": 1,
        }

    async def test_pages_from_the_newest_without_gaps_or_repetition(self, harness: ServiceHarness) -> None:
        for number in range(5):
            await harness.deliver(invitation(job_title=f"岗位{number}"))
        seen: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = await notices(harness, GRADUATE, limit=2, **cursor)
            seen += [item["body"] for item in page["items"]]
            await harness.deliver(invitation(job_title="后来的"))
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        assert [f"岗位{number}" in body for number, body in zip((4, 3, 2, 1, 0), seen, strict=True)] == [True] * 5

    @pytest.mark.parametrize("cursor", ["WzFd", "WyJ4Il0", "W10", "WyJhIiwiYiJd", "e30"])
    async def test_refuses_a_cursor_of_another_list(self, harness: ServiceHarness, cursor: str) -> None:
        answer = await harness.client(GRADUATE).get("/v1/notices", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (422, "cursor_malformed")

    async def test_refuses_a_stranger(self, harness: ServiceHarness) -> None:
        assert (await harness.client().get("/v1/notices")).status_code == 401


class TestReading:
    async def test_is_noted_for_the_user_and_not_for_the_colleague(self, harness: ServiceHarness) -> None:
        await harness.deliver(signed())
        notice = (await notices(harness, EMPLOYER_USER))["items"][0]
        answer = await harness.client(EMPLOYER_USER).post(f"/v1/notices/{notice['id']}/read")
        assert answer.json()["read_at"] is not None
        assert (await notices(harness, EMPLOYER_USER))["unread_count"] == 0
        theirs = await notices(harness, COLLEAGUE)
        assert (theirs["unread_count"], theirs["items"][0]["read_at"]) == (1, None)

    async def test_again_keeps_the_first_time(self, harness: ServiceHarness) -> None:
        await harness.deliver(invitation())
        path = f"/v1/notices/{(await notices(harness, GRADUATE))['items'][0]['id']}/read"
        client = harness.client(GRADUATE)
        answers = await asyncio.gather(*(client.post(path) for _ in range(4)))
        assert {answer.status_code for answer in answers} == {200}
        assert len(await harness.rows("SELECT read_at FROM notice_reads")) == 1
        first = (await client.post(path)).json()["read_at"]
        assert (await client.post(path)).json()["read_at"] == first

    async def test_unread_filter_leaves_out_what_was_read(self, harness: ServiceHarness) -> None:
        await harness.deliver(invitation())
        await harness.deliver(issued())
        newest = (await notices(harness, GRADUATE))["items"][0]
        await harness.client(GRADUATE).post(f"/v1/notices/{newest['id']}/read")
        unread = await notices(harness, GRADUATE, unread=True)
        assert [item["title"] for item in unread["items"]] == ["收到签约邀请"]
        assert unread["unread_count"] == 1

    async def test_all_at_once_counts_only_what_was_new(self, harness: ServiceHarness) -> None:
        for event in (signed(), issued(), signed()):
            await harness.deliver(event)
        first = (await notices(harness, EMPLOYER_USER))["items"][0]
        await harness.client(EMPLOYER_USER).post(f"/v1/notices/{first['id']}/read")
        answer = await harness.client(EMPLOYER_USER).post("/v1/notices/read-all")
        assert answer.json() == {"marked": 2}
        assert (await notices(harness, EMPLOYER_USER))["unread_count"] == 0
        assert (await notices(harness, COLLEAGUE))["unread_count"] == 3
        await harness.deliver(signed())
        assert (await notices(harness, EMPLOYER_USER))["unread_count"] == 1

    async def test_refuses_what_does_not_exist(self, harness: ServiceHarness) -> None:
        answer = await harness.client(GRADUATE).post(f"/v1/notices/{uuid4()}/read")
        assert (answer.status_code, answer.json()["code"]) == (404, "notifications.notice_not_found")

    async def test_refuses_an_id_that_is_none(self, harness: ServiceHarness) -> None:
        answer = await harness.client(GRADUATE).post("/v1/notices/7/read")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "notice_id")


class TestWithoutAnInbox:
    @pytest.mark.parametrize("who", ["a province", "a service", "a user without an employer"])
    async def test_sees_an_empty_one(self, harness: ServiceHarness, who: str) -> None:
        await harness.deliver(invitation())
        assert await titles(harness, OUTSIDERS[who]) == []
        answer = await harness.client(OUTSIDERS[who]).post("/v1/notices/read-all")
        assert answer.json() == {"marked": 0}
