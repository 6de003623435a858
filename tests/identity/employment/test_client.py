"""What the employment system's answers mean to us."""

from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from common.testing.harness import ServiceHarness
from identity.employment.client import EmploymentSystem
from identity.employment.errors import (
    EmploymentAccountClosed,
    EmploymentPasswordRefused,
    EmploymentSystemUnavailable,
)
from tests.identity.staff.support import DEPARTMENT_ACCOUNT, PASSWORD, put_account


@pytest.fixture
def system(identity: ServiceHarness) -> EmploymentSystem:
    return EmploymentSystem.of(identity.context)


def answering(identity: ServiceHarness, answer: Any) -> EmploymentSystem:
    """A system that answers everything like this."""
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return EmploymentSystem(client, identity.context.settings)


class TestLogIn:
    async def test_tells_whose_account_it_is(self, system: EmploymentSystem, sandbox: httpx.AsyncClient) -> None:
        await put_account(sandbox, "jsj-li", **DEPARTMENT_ACCOUNT)
        account = await system.log_in("jsj-li", PASSWORD)
        assert account is not None
        assert (account.role, account.department, account.data_scope) == ("department", "文学院", "undergraduate")

    async def test_our_own_wrong_secret_is_no_wrong_password(self, identity: ServiceHarness) -> None:
        settings = identity.context.settings.model_copy(update={"employment_client_secret": SecretStr("guess")})
        with pytest.raises(EmploymentSystemUnavailable):
            await EmploymentSystem(identity.context.http, settings).log_in("jsj-li", PASSWORD)

    @pytest.mark.parametrize(
        "answer",
        [
            httpx.Response(200, text="<html>维护中</html>"),
            httpx.Response(200, json={"account_id": "1"}),
            httpx.Response(401, text="who are you"),
            httpx.Response(302, headers={"location": "/login"}),
            httpx.Response(502),
        ],
    )
    async def test_an_answer_that_makes_no_sense_is_no_refusal(
        self, identity: ServiceHarness, answer: httpx.Response
    ) -> None:
        with pytest.raises(EmploymentSystemUnavailable):
            await answering(identity, lambda request: answer).log_in("jsj-li", PASSWORD)

    async def test_nobody_listening_is_no_refusal(self, identity: ServiceHarness) -> None:
        def refuse(request: httpx.Request) -> httpx.Response:
            raise httpx.ConnectTimeout("nobody listens")

        with pytest.raises(EmploymentSystemUnavailable):
            await answering(identity, refuse).log_in("jsj-li", PASSWORD)


class TestSetPassword:
    async def test_names_the_account_safely(self, identity: ServiceHarness) -> None:
        asked: list[str] = []

        def take(request: httpx.Request) -> httpx.Response:
            asked.append(request.url.raw_path.decode())
            return httpx.Response(204)

        await answering(identity, take).set_password("../logins", PASSWORD)
        assert asked == ["/employment/api/v1/accounts/..%2Flogins/password"]

    async def test_says_what_the_system_does_not_take(
        self, system: EmploymentSystem, sandbox: httpx.AsyncClient
    ) -> None:
        await put_account(sandbox)
        with pytest.raises(EmploymentPasswordRefused):
            await system.set_password("xx-jiuye", "short")
        with pytest.raises(EmploymentAccountClosed):
            await system.set_password("nobody", "Xinmima2028")
        await put_account(sandbox, closed=True)
        with pytest.raises(EmploymentAccountClosed):
            await system.set_password("xx-jiuye", "Xinmima2028")


class TestAccounts:
    async def test_one_that_cannot_be_read_does_not_hide_the_others(
        self, system: EmploymentSystem, sandbox: httpx.AsyncClient
    ) -> None:
        await put_account(sandbox, "bad-one", name="\x07")
        await put_account(sandbox, "good-one")
        page = await system.accounts(changed_after=None, cursor=None)
        assert len(page.items) == 2
        assert [account.username for account in page.readable] == ["good-one"]
