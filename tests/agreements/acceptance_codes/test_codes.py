"""接受 needs a fresh code for exactly the terms that were read; when none can be sent, signing goes on without."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine
from dirty_equals import IsStr

from agreements.acceptance_codes.states import WITHOUT_CODE
from common import clock
from common.testing.eventually import eventually
from tests.agreements.acceptance_codes.phones import Phones
from tests.agreements.world import LETTER, Person, World

WRONG = "agreements.acceptance_code_refused"


async def invited(world: World) -> tuple[Person, str]:
    person = await world.graduate()
    return person, (await world.invite(await world.employer(), person))["id"]


async def try_to_ask(world: World, person: Person, agreement: str, **other: Any) -> httpx.Response:
    read = await world.terms(person, agreement)
    body = {"version": read["version"], "terms_sha256": read["terms_sha256"]} | other
    return await world.harness.client(person.actor).post(f"/v1/agreements/{agreement}/acceptance-codes", json=body)


async def asked(world: World, person: Person, agreement: str) -> dict[str, Any]:
    answer = await try_to_ask(world, person, agreement)
    assert answer.status_code == 202, answer.text
    return dict(answer.json())


async def refused(world: World, person: Person, agreement: str, **other: Any) -> tuple[int, str, str, int]:
    """Status, code, rule, tries left of an acceptance that fails."""
    told = (await world.try_to_accept(person, agreement, **other)).json()
    return told["status"], told["code"], told["rule"], told["tries_left"]


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def later(seconds: float) -> Any:
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=True)


class TestAsking:
    async def test_sends_six_digits_and_tells_where_to(self, world: World, phones: Phones) -> None:
        person, agreement = await invited(world)
        assert await asked(world, person, agreement) == {
            "required": True,
            "channel": {"code": "sms", "label": "短信"},
            "target": "138****0001",
            "expires_at": IsStr,
            "detail": "验证码已发送，5分钟内有效。",
        }
        [sent] = phones.sent
        assert sent == {
            "graduate_id": str(person.id),
            "template": "verification_for_acceptance",
            "params": {"employer": "北京示例科技有限公司", "code": IsStr(regex="[0-9]{6}"), "minutes": "5"},
        }
        kept = str(await world.harness.rows("SELECT to_jsonb(acceptance_codes)::text FROM acceptance_codes"))
        assert phones.newest() not in kept

    async def test_is_refused_for_what_could_not_be_accepted(self, world: World, phones: Phones) -> None:
        person, agreement = await invited(world)
        read = await world.terms(person, agreement)
        other = await try_to_ask(world, person, agreement, terms_sha256="0" * 64)
        assert (other.status_code, other.json()["code"]) == (409, "agreements.terms_changed")
        await world.open_signing(signing_open=False)
        closed = await try_to_ask(world, person, agreement)
        assert (closed.status_code, closed.json()["rule"]) == (409, "signing_is_open")
        body = {"version": read["version"], "terms_sha256": read["terms_sha256"]}
        path = f"/v1/agreements/{agreement}/acceptance-codes"
        assert (await world.as_(await world.graduate()).post(path, json=body)).status_code == 404
        for actor in (world.school, world.department, await world.employer("乙公司")):
            assert (await world.as_(actor).post(path, json=body)).status_code == 403
        assert phones.sent == []

    async def test_again_only_after_a_minute_and_ten_times_a_day(self, world: World, phones: Phones) -> None:
        person, agreement = await invited(world)
        await asked(world, person, agreement)
        soon = await try_to_ask(world, person, agreement)
        assert (soon.status_code, soon.json()["code"]) == (429, "agreements.acceptance_code_too_soon")
        assert 0 < int(soon.headers["Retry-After"]) <= 61
        await world.harness.rows("UPDATE acceptance_codes SET asked_at = now() - interval '61 s' RETURNING 1")
        await asked(world, person, agreement)
        copy = (
            "INSERT INTO acceptance_codes SELECT gen_random_uuid(), gen_random_uuid(), graduate_id, version,"
            " terms_sha256, code_hash, state, tries, now(), expires_at FROM acceptance_codes, generate_series(1, 5)"
            " RETURNING 1"
        )
        await world.harness.rows(copy)
        await world.harness.rows("DELETE FROM acceptance_codes WHERE agreement_id = :id RETURNING 1", id=agreement)
        used_up = await try_to_ask(world, person, agreement)
        assert (used_up.status_code, used_up.json()["code"]) == (429, "agreements.acceptance_codes_used_up")

    async def test_at_once_sends_one(self, world: World, phones: Phones) -> None:
        person, agreement = await invited(world)
        answers = await asyncio.gather(*(try_to_ask(world, person, agreement) for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [202, 429, 429, 429]
        assert len(phones.sent) == 1

    async def test_what_the_suppliers_cap_refuses_can_be_asked_again(self, world: World, phones: Phones) -> None:
        person, agreement = await invited(world)
        phones.problem = (429, "notifications.too_many_codes")
        waits = await try_to_ask(world, person, agreement)
        assert (waits.status_code, waits.json()["detail"]) == (429, "请在50秒后重新获取。")
        assert (await refused(world, person, agreement))[2] == "code_is_given"
        phones.problem = None
        assert (await asked(world, person, agreement))["required"]

    async def test_who_cannot_be_reached_is_told_what_to_do(self, world: World, phones: Phones) -> None:
        person, agreement = await invited(world)
        phones.problem = (409, "notifications.no_way_to_graduate")
        told = (await try_to_ask(world, person, agreement)).json()
        assert (told["status"], told["code"], told["rule"]) == (
            409,
            "agreements.graduate_unreachable",
            "graduate_can_be_reached",
        )
        assert "学信网" in told["remedy"]
        assert (await refused(world, person, agreement))[2] == "code_is_given"


class TestAccepting:
    async def test_takes_the_code_that_came_and_only_once(self, world: World, phones: Phones) -> None:
        person, agreement = await invited(world)
        await asked(world, person, agreement)
        accepted = await world.try_to_accept(person, agreement, code=phones.newest())
        assert (accepted.status_code, accepted.json()["status"]["code"]) == (200, "in_review")
        history = await world.harness.rows("SELECT detail FROM agreement_history WHERE action = 'accept'")
        assert history == [(None,)]
        assert await world.harness.rows("SELECT state FROM acceptance_codes") == [("used",)]

    async def test_without_or_with_a_wrong_code_names_the_rule_and_the_tries_left(
        self, world: World, phones: Phones
    ) -> None:
        person, agreement = await invited(world)
        assert await refused(world, person, agreement) == (409, WRONG, "code_is_given", 0)
        await asked(world, person, agreement)
        assert await refused(world, person, agreement) == (409, WRONG, "code_is_given", 5)
        guess = another(phones.newest())
        for left in (4, 3, 2, 1, 0):
            assert await refused(world, person, agreement, code=guess) == (409, WRONG, "code_is_right", left)
        assert await refused(world, person, agreement, code=phones.newest()) == (409, WRONG, "code_has_tries_left", 0)

    async def test_what_to_do_fits_what_is_wrong(self, world: World, phones: Phones) -> None:
        person, agreement = await invited(world)

        async def told(**given: str) -> tuple[str, str, str]:
            answer = (await world.try_to_accept(person, agreement, **given)).json()
            return answer["title"], answer["detail"], answer["remedy"]

        nothing_asked = ("接受邀请或确认修改需要验证码，尚未获取。", "请获取验证码后再提交。")
        assert await told() == ("验证码未通过", *nothing_asked)
        await asked(world, person, agreement)
        assert (await told())[2] == "请填写收到的验证码；没有收到的，请重新获取。"
        guess = another(phones.newest())
        wrong = [await told(code=guess) for _ in range(5)]
        assert wrong[3][1:] == ("验证码不正确，还可尝试1次。", "请核对收到的验证码后再提交，或重新获取。")
        assert wrong[4][1:] == ("验证码不正确，已错误5次，该验证码已作废。", "请重新获取验证码后再提交。")
        assert (await told(code=phones.newest()))[1:] == ("验证码已错误5次，已作废。", "请重新获取验证码后再提交。")

    async def test_guesses_at_once_are_counted_one_by_one(self, world: World, phones: Phones) -> None:
        person, agreement = await invited(world)
        await asked(world, person, agreement)
        guess = another(phones.newest())
        told = await asyncio.gather(*(refused(world, person, agreement, code=guess) for _ in range(8)))
        assert sorted(rule for _, _, rule, _ in told) == ["code_has_tries_left"] * 3 + ["code_is_right"] * 5

    async def test_a_code_is_good_for_five_minutes(self, world: World, phones: Phones) -> None:
        person, agreement = await invited(world)
        await asked(world, person, agreement)
        await world.harness.rows("UPDATE acceptance_codes SET expires_at = now() RETURNING 1")
        assert (await refused(world, person, agreement, code=phones.newest()))[2] == "code_is_fresh"

    async def test_the_latest_code_counts(self, world: World, phones: Phones) -> None:
        person, agreement = await invited(world)
        await asked(world, person, agreement)
        first = phones.newest()
        await world.harness.rows("UPDATE acceptance_codes SET asked_at = now() - interval '61 s' RETURNING 1")
        await asked(world, person, agreement)
        if first != phones.newest():
            assert (await refused(world, person, agreement, code=first))[2] == "code_is_right"
        assert (await world.try_to_accept(person, agreement, code=phones.newest())).status_code == 200

    async def test_a_code_is_for_the_terms_it_was_sent_for(self, world: World, phones: Phones) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await asked(world, person, sent["id"])
        body = {"letter": LETTER | {"job_title": "测试工程师"}, "version": 1}
        amended = await world.as_(employer).post(f"/v1/agreements/{sent['id']}/amend-invitation", json=body)
        assert amended.status_code == 200, amended.text
        code = phones.newest()
        assert (await refused(world, person, sent["id"], code=code))[2] == "code_is_for_these_terms"
        await asked(world, person, sent["id"])
        assert (await world.try_to_accept(person, sent["id"], code=phones.newest())).status_code == 200

    async def test_a_code_for_one_employer_is_none_for_another(self, world: World, phones: Phones) -> None:
        person = await world.graduate()
        ours, theirs = [(await world.invite(await world.employer(name), person))["id"] for name in ("甲公司", "乙公司")]
        await asked(world, person, ours)
        assert (await refused(world, person, theirs, code=phones.newest()))[2] == "code_is_given"

    async def test_the_rules_of_signing_come_first(self, world: World, phones: Phones) -> None:
        person, agreement = await invited(world)
        await world.open_signing(signing_open=False)
        assert (await world.try_to_accept(person, agreement)).json()["rule"] == "signing_is_open"

    @pytest.mark.parametrize("code", ["12345", "1234567", "abcdef", 123456, "１２３４５６"])
    async def test_malformed_codes_are_no_guesses(self, world: World, phones: Phones, code: Any) -> None:
        person, agreement = await invited(world)
        await asked(world, person, agreement)
        answer = await world.try_to_accept(person, agreement, code=code)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "code")
        assert await world.harness.rows("SELECT tries FROM acceptance_codes") == [(0,)]


class TestServicesAway:
    @pytest.mark.parametrize("problem", [None, (503, "notifications.sms_unavailable"), (403, "wrong_role")])
    async def test_an_acceptance_does_without_and_its_history_says_so(
        self, world: World, phones: Phones, problem: tuple[int, str] | None
    ) -> None:
        person, agreement = await invited(world)
        phones.away, phones.problem = problem is None, problem
        told = await asked(world, person, agreement)
        assert (told["required"], told["channel"]) == (False, None)
        assert (await world.try_to_accept(person, agreement)).status_code == 200
        history = await world.harness.rows("SELECT detail FROM agreement_history WHERE action = 'accept'")
        assert history == [(WITHOUT_CODE,)]

    async def test_not_without_having_asked_and_not_for_longer_than_a_code_is_good(
        self, world: World, phones: Phones
    ) -> None:
        person, agreement = await invited(world)
        phones.away = True
        assert (await refused(world, person, agreement))[2] == "code_is_given"
        await asked(world, person, agreement)
        await world.harness.rows("UPDATE acceptance_codes SET expires_at = now() RETURNING 1")
        assert (await refused(world, person, agreement))[2] == "code_is_fresh"

    async def test_who_waits_for_a_slow_sender_holds_no_connection(self, world: World, phones: Phones) -> None:
        pool = world.harness.context.database.engine.pool
        people = [await invited(world) for _ in range(12)]
        phones.silent = asyncio.Event()
        waiting = [asyncio.create_task(asked(world, *each)) for each in people]

        async def all_wait_without_a_connection() -> bool:
            made = await world.harness.rows("SELECT 1 FROM acceptance_codes")
            return len(made) == len(people) and pool.checkedout() == 0  # type: ignore[attr-defined]

        await eventually(all_wait_without_a_connection, within=60)
        phones.silent.set()
        assert all(told["required"] for told in await asyncio.gather(*waiting))


class TestForgetting:
    async def test_codes_go_after_two_days(self, world: World, phones: Phones) -> None:
        person, agreement = await invited(world)
        await asked(world, person, agreement)
        assert await world.harness.run_job("forget_acceptance_codes") == 0
        with later(2 * 24 * 3600 + 1):
            assert await world.harness.run_job("forget_acceptance_codes") == 1


class TestOff:
    async def test_nothing_is_sent_and_nothing_asked(self, world: World, phones: Phones) -> None:
        settings = world.harness.context.settings
        off = settings.acceptance_code.model_copy(update={"mode": "off"})
        world.harness.context.settings = settings.model_copy(update={"acceptance_code": off})
        person, agreement = await invited(world)
        assert (await asked(world, person, agreement))["required"] is False
        assert (await world.try_to_accept(person, agreement)).status_code == 200
        assert phones.sent == []
