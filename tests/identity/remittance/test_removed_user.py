"""A token that is older than its holder's removal opens nothing of a remittance."""

from common.auth.actors import CentreUser
from common.testing.harness import ServiceHarness
from tests.identity.employers.support import is_refused, removed
from tests.identity.remittance.support import PATH, Bank, account_form, enter, remitted, status_of
from tests.identity.support import TextMessages, employer_user


class TestARemovedUser:
    async def test_submits_no_account_with_an_old_token(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await employer_user(identity, texts)
        gone = await removed(identity, texts, centre, user)

        assert is_refused(await identity.client(gone).post(PATH, json=await account_form(identity, user)))
        assert await status_of(identity, user) == "unverified"

    async def test_answers_and_withdraws_nothing_not_even_with_the_right_amount(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser, bank: Bank
    ) -> None:
        user = await employer_user(identity, texts)
        gone = await removed(identity, texts, centre, user)
        verification = await remitted(identity, bank, user)

        assert is_refused(await enter(identity, gone, verification, bank.amount()))
        assert is_refused(await identity.client(gone).post(f"/v1/employer/verifications/{verification}/withdraw"))
        assert await status_of(identity, user) == "awaiting_amount"
        assert (await enter(identity, user, verification, bank.amount())).status_code == 200
