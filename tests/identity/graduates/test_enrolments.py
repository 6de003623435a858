"""Several rows of one person: removal, earlier cohorts, another school (guides/004 §1, §3)."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from common.auth.actors import Graduate
from identity.sessions.liveness import LiveSessions
from tests.identity.graduates.support import Door, Row, enrolment_of
from tests.identity.graduates.test_confirmation import actor_in, confirm, signed_in
from tests.identity.roster.support import (
    OTHER_CODE,
    OTHER_NAME,
    enrol,
    full_record,
    graduate_id_of,
    open_school,
    school,
    upload,
)
from tests.support.roster import roster_rows


async def two_cohorts(door: Door) -> tuple[Row, Row]:
    """A person who finished 2027 and finishes again 2030, and has an account with both 学籍."""
    earlier = dict((await enrol(door.identity, 1))[0], 学历层次="31")
    await upload(door.identity, [earlier])
    later = dict(earlier, 考生号="199014000000123", 学历层次="11", 入学时间="202709", 毕业时间="203006")
    assert (await upload(door.identity, [later], cohort=2030)).status_code == 200
    await door.has_account(later, enrolments=[enrolment_of(earlier), enrolment_of(later)])
    return earlier, later


async def lines(door: Door, graduate: Graduate) -> list[dict[str, Any]]:
    answer = await door.identity.client(graduate).get("/v1/graduate/enrolments")
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def switch(door: Door, graduate: Graduate, graduate_id: str) -> httpx.Response:
    return await door.identity.client(graduate).post(f"/v1/graduate/enrolments/{graduate_id}/switch")


async def remove(door: Door, name: str, reason: str = "退学") -> None:
    path = f"/v1/graduates/{await graduate_id_of(door.identity, name)}/remove"
    assert (await door.identity.client(school()).post(path, json={"reason": reason})).status_code == 204


class TestEnrolments:
    async def test_are_listed_newest_first(self, door: Door) -> None:
        _, later = await two_cohorts(door)
        graduate = actor_in(await door.sign_in(later))
        newest, earliest = await lines(door, graduate)
        assert (newest["cohort_label"], newest["current"], newest["education"]) == ("2030届", True, "硕士")
        assert (earliest["cohort_label"], earliest["current"], earliest["education"]) == ("2027届", False, "本科")
        assert [line["actions"][0]["allowed"] for line in (newest, earliest)] == [True, True]

    async def test_can_be_switched_and_the_token_says_which(self, door: Door) -> None:
        _, later = await two_cohorts(door)
        graduate = actor_in(await door.sign_in(later))
        earliest = (await lines(door, graduate))[1]
        switched = actor_in(await switch(door, graduate, earliest["graduate_id"]))
        assert (switched.cohort, switched.id) == (2027, graduate.id)
        assert str(switched.graduate_id) == earliest["graduate_id"]
        back = actor_in(await switch(door, switched, str(graduate.graduate_id)))
        assert back == graduate

    async def test_are_confirmed_each_for_itself(self, door: Door) -> None:
        _, later = await two_cohorts(door)
        graduate = actor_in(await door.sign_in(later))
        confirmed = actor_in(await confirm(door, graduate, 1))
        earliest = (await lines(door, confirmed))[1]
        assert not actor_in(await switch(door, confirmed, earliest["graduate_id"])).confirmed

    async def test_of_somebody_else_are_not_found(self, door: Door) -> None:
        rows = await enrol(door.identity, 2)
        graduate = await signed_in(door, rows[0])
        for stranger in (await graduate_id_of(door.identity, rows[1]["姓名"]), str(uuid4())):
            answer = await switch(door, graduate, stranger)
            assert (answer.status_code, answer.json()["code"]) == (404, "identity.enrolment_not_found")
        assert len(await lines(door, graduate)) == 1

    async def test_that_no_enrolment_record_vouches_for_cannot_be_entered(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await open_school(door.identity, OTHER_CODE, OTHER_NAME)
        wrong = dict(rows[0], 毕业院校=OTHER_NAME)
        await upload(door.identity, [wrong], by=school(OTHER_CODE))
        graduate = await signed_in(door, rows[0])
        other = next(line for line in await lines(door, graduate) if not line["current"])
        assert other["actions"][0]["rule"] == "identity.enrolment_not_compared"
        answer = await switch(door, graduate, other["graduate_id"])
        assert (answer.status_code, answer.json()["code"]) == (409, "identity.enrolment_not_compared")
        assert f"{OTHER_NAME}就业部门" in answer.json()["who_can_change"]

    async def test_that_were_corrected_since_need_a_new_login(self, door: Door) -> None:
        earlier, later = await two_cohorts(door)
        graduate = actor_in(await door.sign_in(later))
        await upload(door.identity, [dict(earlier, 学历层次="01")])
        earliest = (await lines(door, graduate))[1]
        assert (await switch(door, graduate, earliest["graduate_id"])).status_code == 409


class TestARowThatIsNotTheirs:
    """Any school can put an ID number on its list; the graduate's own row stays open."""

    async def listed_elsewhere(self, door: Door, **changes: str) -> Row:
        """Another school's newer row with the graduate's number."""
        row = dict((await enrol(door.identity, 1))[0])
        await open_school(door.identity, OTHER_CODE, OTHER_NAME)
        wrong = dict(row, 毕业院校=OTHER_NAME, 入学时间="202709", 毕业时间="203006") | changes
        answer = await upload(door.identity, [wrong], by=school(OTHER_CODE), cohort=2030)
        assert answer.status_code == 200, answer.text
        await door.has_account(row)
        return row

    async def test_of_another_school_and_a_newer_cohort_locks_nobody_out(self, door: Door) -> None:
        graduate = actor_in(await door.sign_in(await self.listed_elsewhere(door)))
        assert (graduate.school_code, graduate.cohort) == ("19901", 2027)

    async def test_of_another_level_at_the_same_school_locks_nobody_out(self, door: Door) -> None:
        earlier, _ = await two_cohorts(door)
        await door.has_account(earlier)
        graduate = actor_in(await door.sign_in(earlier))
        assert graduate.cohort == 2027
        wrong, _ = await lines(door, graduate)
        assert (wrong["cohort"], wrong["warning"]["fields"]) == (2030, ["学历层次"])

    @pytest.mark.parametrize(
        ("changes", "fields"), [({"姓名": "买买提江·吐尔逊"}, ["姓名"]), ({}, ["毕业院校或学历层次"])]
    )
    async def test_is_named_with_school_cohort_and_fields(
        self, door: Door, changes: dict[str, str], fields: list[str]
    ) -> None:
        graduate = actor_in(await door.sign_in(await self.listed_elsewhere(door, **changes)))
        profile = (await door.identity.client(graduate).get("/v1/graduate/profile")).json()
        (warning,) = profile["warnings"]
        assert (warning["school_name"], warning["cohort_label"], warning["fields"]) == (OTHER_NAME, "2030届", fields)
        assert warning["who_can_change"] == f"{OTHER_NAME}就业部门"
        wrong, own = await lines(door, graduate)
        assert (wrong["warning"], own["warning"]) == (warning, None)

    async def test_cannot_be_switched_to(self, door: Door) -> None:
        graduate = actor_in(await door.sign_in(await self.listed_elsewhere(door)))
        wrong, _ = await lines(door, graduate)
        answer = await switch(door, graduate, wrong["graduate_id"])
        assert (answer.status_code, answer.json()["code"]) == (409, "identity.enrolment_not_compared")

    async def test_cannot_be_switched_to_although_an_earlier_login_agreed(self, door: Door) -> None:
        earlier, later = await two_cohorts(door)
        newest = actor_in(await door.sign_in(later))
        await door.has_account(earlier)
        graduate = actor_in(await door.sign_in(earlier))
        assert (await switch(door, graduate, str(newest.graduate_id))).status_code == 409

    async def test_is_no_warning_any_more_once_its_school_has_corrected_it(self, door: Door) -> None:
        row = await self.listed_elsewhere(door)
        graduate = actor_in(await door.sign_in(row))
        corrected = dict(row, 毕业院校=OTHER_NAME, 入学时间="202709", 毕业时间="203006", 姓名="买买提江·吐尔逊")
        await upload(door.identity, [corrected], by=school(OTHER_CODE), cohort=2030)
        assert [line["warning"] for line in await lines(door, graduate)] == [None, None]

    async def test_does_not_hide_that_their_own_school_has_removed_them(self, door: Door) -> None:
        row = await self.listed_elsewhere(door)
        found = await door.identity.client(school()).get("/v1/graduates")
        path = f"/v1/graduates/{found.json()['items'][0]['id']}/remove"
        assert (await door.identity.client(school()).post(path, json={"reason": "退学"})).status_code == 204
        answer = await door.sign_in(row)
        assert (answer.status_code, answer.json()["code"]) == (403, "identity.removed_from_roster")


class TestRemoved:
    async def test_graduates_are_refused_and_told_why_and_whom_to_ask(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0])
        await remove(door, rows[0]["姓名"])
        answer = await door.sign_in(rows[0])
        assert (answer.status_code, answer.json()["code"]) == (403, "identity.removed_from_roster")
        assert ("退学" in answer.json()["detail"], answer.json()["who_can_change"]) == (True, "学校就业部门")

    async def test_graduates_who_are_signed_in_are_not_refreshed(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0])
        tokens = (await door.sign_in(rows[0])).json()
        await remove(door, rows[0]["姓名"])
        body = {"refresh_token": tokens["refresh_token"]}
        assert (await door.identity.client().post("/v1/sessions/refresh", json=body)).status_code == 401

    async def test_graduates_who_are_signed_in_neither_check_nor_confirm(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        graduate = await signed_in(door, rows[0])
        await remove(door, rows[0]["姓名"])
        client = door.identity.client(graduate)
        assert (await client.get("/v1/graduate/profile")).json()["code"] == "identity.removed_from_roster"
        assert (await confirm(door, graduate, 2)).json()["code"] == "identity.removed_from_roster"

    async def test_from_the_newest_cohort_they_come_in_by_the_one_before(self, door: Door) -> None:
        earlier, _ = await two_cohorts(door)
        found = await door.identity.client(school()).get("/v1/graduates", params={"cohort": 2030})
        path = f"/v1/graduates/{found.json()['items'][0]['id']}/remove"
        assert (await door.identity.client(school()).post(path, json={"reason": "退学"})).status_code == 204
        graduate = actor_in(await door.sign_in(earlier))
        assert graduate.cohort == 2027
        removed = (await lines(door, graduate))[0]
        assert (removed["on_roster"], removed["removed_because"]) == (False, "退学")
        assert (await switch(door, graduate, removed["graduate_id"])).json()["code"] == "identity.removed_from_roster"

    async def test_graduates_come_in_again_once_they_are_listed_and_stay_confirmed(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await confirm(door, await signed_in(door, rows[0]), 1)
        await remove(door, rows[0]["姓名"])
        await upload(door.identity, rows)
        assert (await signed_in(door, rows[0])).confirmed


class TestConfirmedOnTheList:
    async def test_is_shown_to_the_school_until_a_correction_of_identity(self, door: Door) -> None:
        rows = await enrol(door.identity, 2)
        await confirm(door, await signed_in(door, rows[0]), 1)
        client = door.identity.client(school())

        async def confirmed() -> list[str]:
            answer = await client.get("/v1/graduates", params={"confirmed": True})
            assert all(line["confirmed"] for line in answer.json()["items"])
            return [line["name"] for line in answer.json()["items"]]

        assert await confirmed() == [rows[0]["姓名"]]
        await upload(door.identity, [dict(rows[0], 专业="哲学")])
        assert await confirmed() == [rows[0]["姓名"]]
        await upload(door.identity, [dict(rows[0], 专业="哲学", 姓名="买买提江·吐尔逊")])
        assert await confirmed() == []
        assert len((await client.get("/v1/graduates", params={"confirmed": False})).json()["items"]) == 2


class TestCorrectionAfterConfirmation:
    async def test_shows_what_was_changed_since(self, door: Door) -> None:
        row = dict((await enrol(door.identity, 1))[0], 学历层次="31")
        await upload(door.identity, [row])
        graduate = await signed_in(door, row)
        version = (await door.identity.client(graduate).get("/v1/graduate/profile")).json()["version"]
        assert (await confirm(door, graduate, version)).status_code == 200
        await upload(door.identity, [dict(row, 姓名="买买提江·吐尔逊", 学历层次="33")])
        profile = (await door.identity.client(graduate).get("/v1/graduate/profile")).json()
        assert profile["confirmed"] is False
        assert {change["label"]: (change["before"], change["after"]) for change in profile["changes"]} == {
            "姓名": (row["姓名"], "买买提江·吐尔逊"),
            "学历层次": ("本科生毕业", "本科生结业"),
        }
        assert (await confirm(door, graduate, profile["version"])).status_code == 200
        again = (await door.identity.client(graduate).get("/v1/graduate/profile")).json()
        assert (again["confirmed"], again["changes"]) == (True, [])

    async def test_writes_dates_so_that_people_can_read_them(self, door: Door) -> None:
        row = dict(roster_rows(1)[0], 入学时间="202309", 毕业时间="202707")
        await open_school(door.identity)
        await upload(door.identity, [row])
        graduate = await signed_in(door, row)
        fields = (await door.identity.client(graduate).get("/v1/graduate/profile")).json()["fields"]
        shown = {field["label"]: field["value"] for field in fields}
        number = row["身份证号"]
        assert shown["出生日期"] == f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        assert (shown["入学时间"], shown["毕业时间"]) == ("2023-09", "2027-07")
        record = await full_record(door.identity, str(UUID(str(graduate.graduate_id))))
        assert shown["层次"] == record["education"]


class TestOneSession:
    async def test_stays_through_confirming_and_switching(self, door: Door) -> None:
        _, later = await two_cohorts(door)
        first = (await door.sign_in(later)).json()
        confirmed = await ask(door, first, "POST", "/v1/graduate/confirmation", json={"version": 1})
        assert confirmed["actor"]["confirmed"] is True
        earliest = (await ask(door, confirmed, "GET", "/v1/graduate/enrolments"))[1]["graduate_id"]
        switched = await ask(door, confirmed, "POST", f"/v1/graduate/enrolments/{earliest}/switch")

        (device,) = (await ask(door, switched, "GET", "/v1/me/sessions"))["items"]
        assert device["current"] is True
        assert len((await ask(door, switched, "GET", "/v1/me/sign-ins"))["items"]) == 1
        assert await door.identity.rows("SELECT count(*) FROM refresh_tokens WHERE used_at IS NULL") == [(1,)]
        answer = await refresh(door, switched)
        assert (answer.status_code, answer.json()["actor"]["graduate_id"]) == (200, earliest)

    async def test_that_has_ended_is_not_continued(self, door: Door) -> None:
        _, later = await two_cohorts(door)
        first = (await door.sign_in(later)).json()
        await ask(door, first, "DELETE", "/v1/sessions/current")
        refused = await ask(door, first, "POST", "/v1/graduate/confirmation", json={"version": 1})
        assert refused["code"] == "identity.session_ended"

    async def test_of_a_removed_row_ends_and_those_of_other_cohorts_stay(self, door: Door) -> None:
        _, later = await two_cohorts(door)
        gone, other = (await door.sign_in(later)).json(), (await door.sign_in(later)).json()
        earliest = (await ask(door, other, "GET", "/v1/graduate/enrolments"))[1]["graduate_id"]
        switched = await ask(door, other, "POST", f"/v1/graduate/enrolments/{earliest}/switch")
        office = door.identity.client(school())
        path = f"/v1/graduates/{gone['actor']['graduate_id']}/remove"
        assert (await office.post(path, json={"reason": "退学"})).status_code == 204

        assert (await ask(door, gone, "GET", "/v1/me"))["code"] == "identity.session_ended"
        assert (await refresh(door, switched)).status_code == 200
        assert (await upload(door.identity, [later], cohort=2030)).status_code == 200
        assert (await refresh(door, gone)).json()["code"] == "identity.refresh_token_unknown"
        assert actor_in(await door.sign_in(later)).cohort == 2030


async def ask(door: Door, tokens: dict[str, Any], method: str, path: str, **body: Any) -> Any:
    """What identity answers to a token that it has signed itself."""
    context = door.identity.context
    usual, own_keys = context.verifier, context.resources.signing_keys.jwks
    context.verifier = LiveSessions(context.settings.tokens, own_keys, context.resources.tokens, kept_seconds=0)
    try:
        answer = await door.identity.client(token=tokens["access_token"]).request(method, path, **body)
    finally:
        context.verifier = usual
    return answer.json() if answer.content else None


async def refresh(door: Door, tokens: dict[str, Any]) -> httpx.Response:
    body = {"refresh_token": tokens["refresh_token"]}
    return await door.identity.client().post("/v1/sessions/refresh", json=body)
