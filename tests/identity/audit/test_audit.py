"""Who tried to sign in, and who looked at whose particulars."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import time_machine

from common import clock
from common.auth.actors import Actor, CentreUser, Graduate, SchoolUser, ServiceAccount
from common.paging import PageRequest
from common.testing.harness import ServiceHarness
from identity.audit.commands import record_reveal
from identity.audit.queries import logins_of, search_sign_ins, sign_ins_of
from identity.audit.states import SignInFilters
from tests.identity.support import MOBILE, TextMessages, employer_user, register, sign_in

LOCKED = """
    INSERT INTO sign_ins (realm, login_index, outcome, address_index, address_shown, user_agent, at)
    SELECT realm, login_index, 'locked', address_index, address_shown, user_agent, at
    FROM sign_ins ORDER BY id DESC LIMIT 1 RETURNING 1
"""
SCHOOL = SchoolUser(id=uuid4(), name="王老师", school_code="10001")


async def reveal(identity: ServiceHarness, subject: str, what: str = "record", reader: Actor = SCHOOL) -> None:
    async with identity.context.database.transaction() as session:
        await record_reveal(session, reader, subject, what, 2)


class TestSignIns:
    async def test_are_shown_to_their_owner_newest_first(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        await register(issuer, texts)
        await sign_in(issuer, MOBILE, "Qianyue2000")
        token = (await sign_in(issuer)).json()["access_token"]
        client = issuer.client(token=token)
        first = (await client.get("/v1/me/sign-ins", params={"limit": 1})).json()
        second = (await client.get("/v1/me/sign-ins", params={"cursor": first["next_cursor"]})).json()

        assert [item["outcome_label"] for item in first["items"] + second["items"]] == ["登录成功", "密码错误"]
        assert first["items"][0]["address"] == "127.0.0.*"
        assert second["next_cursor"] is None

    async def test_are_found_by_the_centre_by_login_name_and_day(
        self, issuer: ServiceHarness, texts: TextMessages, identity: ServiceHarness, centre: CentreUser
    ) -> None:
        await register(issuer, texts)
        await sign_in(issuer)
        await sign_in(issuer, "13912340002")
        async with issuer.context.database.transaction() as session:
            context = issuer.context
            today = clock.shanghai_date(clock.now())

            async def found(**wanted: Any) -> list[str]:
                filters = SignInFilters(**wanted)
                page = await search_sign_ins(session, filters, PageRequest(limit=50, after=None))
                return [item.outcome for item in page.items]

            assert await found(logins=logins_of(context, MOBILE)) == ["signed_in"]
            assert await found(logins=logins_of(context, "13912340002")) == ["wrong_credentials"]
            assert await found() == ["wrong_credentials", "signed_in"]
            assert await found(since=clock.shanghai_midnight(today + timedelta(days=1))) == []
            assert await found(until=clock.shanghai_midnight(today)) == []

    async def test_that_met_a_captcha_or_a_lock_are_shown_to_owner_and_centre(
        self, issuer: ServiceHarness, texts: TextMessages
    ) -> None:
        account = await register(issuer, texts)
        for _ in range(3):
            await sign_in(issuer, MOBILE, "Qianyue2000")
        assert (await sign_in(issuer)).json()["code"] == "identity.captcha_needed"
        await issuer.rows("UPDATE sign_in_attempts SET attempts = 10 RETURNING 1")
        assert (await sign_in(issuer)).json()["code"] == "identity.sign_in_locked"
        assert (await sign_in(issuer, "13912340002")).status_code == 401
        with time_machine.travel(clock.now() + timedelta(minutes=16)):
            client = issuer.client(token=(await sign_in(issuer)).json()["access_token"])
            own = (await client.get("/v1/me/sign-ins")).json()["items"]

        outcomes = ["signed_in", "locked", "captcha_needed"] + ["wrong_credentials"] * 3
        assert [item["outcome"] for item in own] == outcomes
        async with issuer.context.database.transaction() as session:
            page = await sign_ins_of(session, account, PageRequest(limit=50, after=None))
        assert [item.outcome for item in page.items] == outcomes

    async def test_at_a_number_that_changed_hands_are_shown_to_who_had_it_then(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        former, owner = await register(identity, texts), uuid4()
        await sign_in(identity)
        await identity.rows(LOCKED)
        await identity.rows("UPDATE employer_users SET id = :owner RETURNING 1", owner=owner)
        await sign_in(identity)
        await identity.rows(LOCKED)
        async with identity.context.database.transaction() as session:
            whole = PageRequest(limit=50, after=None)
            shown = [(await sign_ins_of(session, one, whole)).items for one in (former, owner)]

        assert [[item.outcome for item in items] for items in shown] == [["locked", "signed_in"]] * 2

    async def test_of_an_account_are_shown_to_the_centre(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        account = await register(identity, texts)
        await sign_in(identity)
        shown = await identity.client(centre).get("/v1/audit/sign-ins", params={"account": str(account)})

        assert [item["outcome"] for item in shown.json()["items"]] == ["signed_in"]

    async def test_are_kept_for_six_months_and_not_for_ever(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await register(identity, texts)
        await sign_in(identity)
        with time_machine.travel(clock.now() + timedelta(days=184)):
            assert await identity.run_job("forget_old_sign_ins") == 0
        with time_machine.travel(clock.now() + timedelta(days=191)):
            assert await identity.run_job("forget_old_sign_ins") == 1


class TestReveals:
    async def test_are_shown_to_whom_they_concern(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        await reveal(identity, f"employer_user:{user.id}", "contact")
        await reveal(identity, f"employer:{user.employer_id}", "contacts：核对材料")
        await reveal(identity, f"employer_user:{uuid4()}")

        items = (await identity.client(user).get("/v1/me/reveals")).json()["items"]
        shown = [(item["reader_role_label"], item["reader_name"], item["what"]["label"]) for item in items]
        assert shown == [("学校用户", "王老师", "单位联系方式"), ("学校用户", "王老师", "联系方式")]
        assert [item["reason"] for item in items] == ["核对材料", None]

    async def test_of_the_employer_are_not_shown_to_who_has_left_it(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        await reveal(identity, f"employer:{user.employer_id}")
        assert (await identity.client(user).post("/v1/employer/leave")).status_code == 200

        assert (await identity.client(user).get("/v1/me/reveals")).json()["items"] == []

    async def test_by_a_service_are_in_words_that_people_know(self, identity: ServiceHarness) -> None:
        graduate = Graduate(
            id=uuid4(), name="张三", graduate_id=uuid4(), school_code="10001", cohort=2027, confirmed=True
        )
        service = ServiceAccount(id=uuid4(), name="documents")
        await reveal(identity, f"graduate:{graduate.graduate_id}", "particulars", service)

        (item,) = (await identity.client(graduate).get("/v1/me/reveals")).json()["items"]
        assert (item["reader_role_label"], item["reader_name"]) == ("系统服务", "文件与协议书")
        assert item["what"] == {"code": "particulars", "label": "签约所需信息"}

    async def test_of_a_subject_are_shown_to_the_centre(self, identity: ServiceHarness, centre: CentreUser) -> None:
        subject = f"graduate:{uuid4()}"
        await reveal(identity, subject)
        await reveal(identity, f"graduate:{uuid4()}")
        shown = await identity.client(centre).get("/v1/audit/reveals", params={"subject": subject})

        assert [(item["subject"], item["version"]) for item in shown.json()["items"]] == [(subject, 2)]

    async def test_a_malformed_subject_is_refused(self, identity: ServiceHarness, centre: CentreUser) -> None:
        refused = await identity.client(centre).get("/v1/audit/reveals", params={"subject": "everybody"})

        assert refused.status_code == 422
