"""From the account to the right amount, and every way on when something fails."""

import asyncio
import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from common.auth.actors import EmployerUser
from common.contracts.identity import (
    EmployerRemittanceFailed,
    EmployerRemittanceMade,
    EmployerRemittanceWithdrawn,
    EmployerVerificationRejected,
    EmployerVerificationSubmitted,
    EmployerVerified,
)
from common.testing.harness import ServiceHarness
from tests.identity.remittance.support import (
    ACCOUNT,
    PATH,
    Bank,
    account_form,
    ask_bank,
    enter,
    remitted,
    status_of,
    submit_account,
    wrong,
)
from tests.identity.support import EMPLOYER, TextMessages, employer_user, material, submit, upload

SPECIAL_USCC = "N2510107MF0TTT56X5"


async def submit_and_withdraw(identity: ServiceHarness, user: EmployerUser, **changes: Any) -> None:
    verification = await submit_account(identity, user, **changes)
    withdrawn = await identity.client(user).post(f"/v1/employer/verifications/{verification}/withdraw")
    assert withdrawn.status_code == 200, withdrawn.text


class TestSubmittingAnAccount:
    async def test_orders_a_remittance_to_the_employers_own_name(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        answer = await identity.client(user).post(PATH, json=await account_form(identity, user))

        assert answer.json()["status"] == {"code": "remitting", "label": "待汇款"}
        assert answer.json()["remittance"]["payee"] == EMPLOYER["name"]
        assert answer.json()["remittance"]["account"] == "***************3445"
        assert await status_of(identity, user) == "remitting"
        [event] = await identity.emitted(EmployerVerificationSubmitted)
        assert (event.method, len(event.file_ids)) == ("remittance", 1)

    async def test_seals_account_and_amount(self, identity: ServiceHarness, bank: Bank, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        await remitted(identity, bank, user)

        [row] = await identity.rows("SELECT r::text FROM remittances r")
        said = json.dumps([envelope.data for envelope in await identity.envelopes()], default=str)
        shown = (await identity.client(user).get("/v1/employer/verifications")).text
        for text in (row[0], said, shown):
            assert ACCOUNT not in text
            assert f'"{bank.amount()}"' not in text

    async def test_warns_of_a_bank_code_with_a_wrong_check_digit(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        form = await account_form(identity, user, bank_code="102110009917")
        answer = await identity.client(user).post(PATH, json=form)

        assert answer.status_code == 201
        assert "校验位不符" in answer.json()["remittance"]["warnings"][0]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"account": "1234567"}, "account"),
            ({"account": "6222A20200112233445"}, "account"),
            ({"account": 6222020200112233445}, "account"),
            ({"bank_name": "工"}, "bank_name"),
            ({"bank_code": "10211000991"}, "bank_code"),
            ({"payee": "另一家公司"}, "payee"),
            ({"amount": "0.01"}, "amount"),
            ({"status": "approved"}, "status"),
        ],
    )
    async def test_refuses_a_malformed_form(
        self, identity: ServiceHarness, texts: TextMessages, changes: dict[str, Any], field: str
    ) -> None:
        user = await employer_user(identity, texts)
        refused = await identity.client(user).post(PATH, json=await account_form(identity, user, **changes))

        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)

    async def test_refuses_another_employers_letter(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        letter = await upload(identity, f"employer:{uuid4()}", "authorisation_letter")
        form = await account_form(identity, user, letter_file_id=letter)

        assert (await identity.client(user).post(PATH, json=form)).json()["code"] == "identity.file_not_found"

    async def test_twice_at_once_orders_one_remittance(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        form, client = await account_form(identity, user), identity.client(user)
        answers = await asyncio.gather(*(client.post(PATH, json=form) for _ in range(4)))

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
        assert len(await identity.rows("SELECT 1 FROM remittances")) == 1

    async def test_three_times_a_month_for_one_account_and_in_the_next_again(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        for _ in range(3):
            await submit_and_withdraw(identity, user)
        refused = await identity.client(user).post(PATH, json=await account_form(identity, user))

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.account_tried_too_often")
        assert "上传材料" in refused.json()["remedy"]
        assert await status_of(identity, user) == "unverified"
        await identity.rows("UPDATE remittances SET ordered_at = ordered_at - interval '32 days' RETURNING 1")
        assert await submit_account(identity, user)

    async def test_is_open_to_the_company_whose_account_a_stranger_has_used_up(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        stranger = await employer_user(identity, texts)
        for _ in range(3):
            await submit_and_withdraw(identity, stranger)
        company = await employer_user(identity, texts, "13912340009", uscc="91310115MA1TTT9930")

        assert await submit_account(identity, company)

    async def test_nine_times_a_month_for_one_account_whoever_submits_it(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        other = await employer_user(identity, texts, "13912340009", uscc="91310115MA1TTT9930")
        for _ in range(9):
            await submit_and_withdraw(identity, user)
            await identity.rows(f"UPDATE remittances SET employer_id = '{other.employer_id}' RETURNING 1")
        refused = await identity.client(user).post(PATH, json=await account_form(identity, user))

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.account_tried_too_often")
        assert "上传材料" in refused.json()["remedy"]

    async def test_six_times_a_month_for_one_employer_with_ever_new_accounts(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        for number in range(6):
            await submit_and_withdraw(identity, user, account=f"622202020011223{number:04d}")
        form = await account_form(identity, user, account="6222020200112239999")
        refused = await identity.client(user).post(PATH, json=form)

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.employer_tried_remittance_too_often")
        assert "上传材料" in refused.json()["remedy"]
        assert len(await identity.rows("SELECT 1 FROM remittances")) == 6
        await submit(identity, user)
        assert await status_of(identity, user) == "material_review"


class TestTheRightAmount:
    async def test_verifies_the_employer_and_leaves_the_letter_to_a_later_check(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        verification = await remitted(identity, bank, user)
        assert await status_of(identity, user) == "awaiting_amount"
        [made] = await identity.emitted(EmployerRemittanceMade)
        answer = await enter(identity, user, verification, bank.amount())

        assert (answer.status_code, answer.json()["status"]["code"]) == (200, "approved")
        assert await status_of(identity, user) == "approved"
        [event] = await identity.emitted(EmployerVerified)
        assert event.may_sign
        assert made.verification_id == UUID(verification)
        assert [tuple(row) for row in await identity.rows("SELECT letter_check FROM verifications")] == [("pending",)]
        sequences = [envelope.sequence for envelope in await identity.envelopes()]
        assert sequences == sorted(set(sequences))

    @pytest.mark.parametrize("uscc", [SPECIAL_USCC])
    async def test_verifies_employers_whose_uscc_begins_with_a_letter(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages, uscc: str
    ) -> None:
        user = await employer_user(identity, texts, uscc=uscc)
        verification = await remitted(identity, bank, user)

        assert (await enter(identity, user, verification, bank.amount())).status_code == 200
        assert (await identity.emitted(EmployerVerified))[0].uscc == uscc


class TestWrongAmounts:
    async def test_are_counted_and_the_third_ends_the_attempt(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        verification = await remitted(identity, bank, user)
        other = wrong(bank.amount())
        answers = [await enter(identity, user, verification, other) for _ in range(3)]

        assert [answer.json()["code"] for answer in answers] == [
            "identity.amount_wrong",
            "identity.amount_wrong",
            "identity.amount_answers_used_up",
        ]
        assert "2 次" in answers[0].json()["detail"]
        assert await status_of(identity, user) == "amount_failed"
        [event] = await identity.emitted(EmployerVerificationRejected)
        assert "次数已用完" in event.reason
        late = await enter(identity, user, verification, bank.amount())
        assert (late.status_code, late.json()["code"]) == (409, "identity.verification_not_open")

    async def test_fifty_at_once_are_three_tries(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        verification = await remitted(identity, bank, user)
        amounts = [f"0.{fen:02d}" for fen in range(1, 100) if f"0.{fen:02d}" != bank.amount()][:50]
        answers = await asyncio.gather(*(enter(identity, user, verification, amount) for amount in amounts))

        codes = [answer.json()["code"] for answer in answers]
        assert codes.count("identity.amount_wrong") == 2
        assert codes.count("identity.amount_answers_used_up") == 1
        assert codes.count("identity.verification_not_open") == 47
        assert await status_of(identity, user) == "amount_failed"

    @pytest.mark.parametrize("amount", ["0,37", "0.4", "37", "0.370", "￥0.37", "1.37", "0.00", "", 0.37, None])
    async def test_that_are_no_amounts_are_told_so_and_not_counted(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages, amount: Any
    ) -> None:
        user = await employer_user(identity, texts)
        verification = await remitted(identity, bank, user)
        refused = await enter(identity, user, verification, amount)

        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "amount")
        assert [tuple(row) for row in await identity.rows("SELECT wrong_answers FROM remittances")] == [(0,)]

    async def test_of_another_employer_are_not_found(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        verification = await remitted(identity, bank, user)
        other = await employer_user(identity, texts, "13912340009", uscc="91310115MA1TTT9930")
        for given in (bank.amount(), wrong(bank.amount())):
            refused = await enter(identity, other, verification, given)
            assert (refused.status_code, refused.json()["code"]) == (404, "identity.verification_not_found")
        withdrawn = await identity.client(other).post(f"/v1/employer/verifications/{verification}/withdraw")
        assert withdrawn.status_code == 404
        assert await status_of(identity, user) == "awaiting_amount"
        assert [tuple(row) for row in await identity.rows("SELECT wrong_answers FROM remittances")] == [(0,)]


class TestTheDeadline:
    async def test_ends_the_attempt_and_not_a_moment_earlier(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        verification = await remitted(identity, bank, user)
        await identity.run_job("expire_remittances")
        assert await status_of(identity, user) == "awaiting_amount"
        await identity.rows("UPDATE remittances SET answer_by = now() RETURNING 1")

        late = await enter(identity, user, verification, bank.amount())
        assert late.json()["code"] == "identity.amount_too_late"
        await identity.run_job("expire_remittances")
        assert await status_of(identity, user) == "amount_failed"
        [event] = await identity.emitted(EmployerVerificationRejected)
        assert "期限" in event.reason

    async def test_is_seven_days_from_the_payment(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        await remitted(identity, bank, user)
        [made] = await identity.emitted(EmployerRemittanceMade)
        shown = (await identity.client(user).get("/v1/employer/verifications")).json()[0]["remittance"]

        assert 6.9 < (made.answer_by - bank.ledger.statement()[0].paid_at).total_seconds() / 86_400 < 7.1
        assert datetime.fromisoformat(shown["answer_by"]) == made.answer_by


class TestWithdrawing:
    async def test_and_submitting_material_at_once_never_leaves_two_open(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        verification = await submit_account(identity, user)
        given, client = await material(identity, user), identity.client(user)
        withdrawn, submitted = await asyncio.gather(
            client.post(f"/v1/employer/verifications/{verification}/withdraw"),
            client.post("/v1/employer/verifications", json=given),
        )

        assert withdrawn.status_code == 200
        assert submitted.status_code in (201, 409)
        open_ones = await identity.rows("SELECT 1 FROM verifications WHERE decided_at IS NULL")
        assert len(open_ones) == (1 if submitted.status_code == 201 else 0)

    async def test_before_the_bank_was_spoken_to_sends_no_money(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        verification = await submit_account(identity, user)
        answer = await identity.client(user).post(f"/v1/employer/verifications/{verification}/withdraw")
        await ask_bank(identity, bank)

        assert answer.json()["status"] == {"code": "withdrawn", "label": "已撤回"}
        [said] = await identity.emitted(EmployerRemittanceWithdrawn)
        assert str(said.verification_id) == verification
        assert bank.ledger.statement() == []
        await submit(identity, user)
        assert await status_of(identity, user) == "material_review"

    async def test_while_the_money_is_on_its_way_asks_for_no_amount(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        verification = await submit_account(identity, user)
        await ask_bank(identity, bank)
        await identity.client(user).post(f"/v1/employer/verifications/{verification}/withdraw")
        await ask_bank(identity, bank)

        assert await status_of(identity, user) == "unverified"
        assert await identity.emitted(EmployerRemittanceMade) == []

    async def test_and_entering_the_amount_at_once_has_one_winner(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        verification = await remitted(identity, bank, user)
        client = identity.client(user)
        answers = await asyncio.gather(
            enter(identity, user, verification, bank.amount()),
            client.post(f"/v1/employer/verifications/{verification}/withdraw"),
        )

        assert sorted(answer.status_code for answer in answers) == [200, 409]
        assert await status_of(identity, user) in ("approved", "unverified")


class TestWaysOn:
    @pytest.mark.parametrize(
        ("ending", "words"), [("0001", "不存在"), ("0002", "户名"), ("0003", "退回"), ("0004", "销户")]
    )
    async def test_after_a_failed_payment_with_the_reason_in_words(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages, ending: str, words: str
    ) -> None:
        user = await employer_user(identity, texts)
        await remitted(identity, bank, user, account=f"62220202001122{ending}")

        employer = (await identity.client(user).get("/v1/employer")).json()
        assert employer["status"]["code"] == "remittance_failed"
        assert words in employer["status_reason"]["label"]
        [event] = await identity.emitted(EmployerRemittanceFailed)
        assert words in event.reason
        allowed = {action["action"] for action in employer["actions"] if action["allowed"]}
        assert {"change", "submit_material", "submit_account"} <= allowed
        verification = await remitted(identity, bank, user)
        assert (await enter(identity, user, verification, bank.amount())).status_code == 200

    async def test_after_a_wrong_amount_by_material(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        verification = await remitted(identity, bank, user)
        for _ in range(3):
            await enter(identity, user, verification, wrong(bank.amount()))
        answer = await identity.client(user).post("/v1/employer/verifications", json=await material(identity, user))

        assert (answer.status_code, answer.json()["attempt"]) == (201, 2)

    async def test_are_shown_at_each_status(self, identity: ServiceHarness, bank: Bank, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        await submit_account(identity, user)
        actions = {one["action"]: one for one in (await identity.client(user).get("/v1/employer")).json()["actions"]}

        assert actions["withdraw"]["allowed"]
        assert not actions["enter_amount"]["allowed"]
        assert not actions["submit_material"]["allowed"]
        assert "撤回" in actions["submit_material"]["who_can_change"]


class TestStrangers:
    async def test_without_an_employer_have_nothing_to_submit(self, identity: ServiceHarness) -> None:
        stranger = EmployerUser(id=uuid4(), name="", employer_id=uuid4())
        refused = await enter(identity, stranger, str(uuid4()), "0.37")

        assert refused.status_code == 404
