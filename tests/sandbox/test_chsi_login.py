"""The login page of 学信网."""

from html.parser import HTMLParser

import httpx
import pytest

from tests.sandbox.support import (
    CALLBACK,
    ID_NUMBER,
    MOBILE,
    STATE,
    answer_of,
    authorization,
    challenge_of,
    put_person,
    submit_login,
)


class Form(HTMLParser):
    """The fields of a page, with the values a browser would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input":
            self.fields[given["name"] or ""] = given.get("value") or ""


async def show(client: httpx.AsyncClient, **changes: str) -> httpx.Response:
    return await client.get("/chsi/oauth/authorize", params=authorization(**changes))


class TestLoginPage:
    async def test_asks_for_account_and_password(self, client: httpx.AsyncClient) -> None:
        page = await show(client)
        assert page.status_code == 200
        assert "账号" in page.text
        assert "密码" in page.text

    async def test_can_be_filled_in_and_sent_as_a_browser_does(self, client: httpx.AsyncClient) -> None:
        await put_person(client)
        fields = Form((await show(client)).text).fields
        fields |= {"account": MOBILE, "password": "Demo#2026", "decision": "login"}
        answer = answer_of(await client.post("/chsi/oauth/authorize", data=fields))
        assert answer["state"] == STATE
        assert answer["code"]

    async def test_escapes_what_the_client_sends(self, client: httpx.AsyncClient) -> None:
        page = await show(client, state='"><script>alert(1)</script>')
        assert "<script>" not in page.text
        assert "&lt;script&gt;" in page.text

    async def test_escapes_what_the_person_types(self, client: httpx.AsyncClient) -> None:
        page = await submit_login(client, account='"><script>alert(1)</script>')
        assert page.status_code == 401
        assert "<script>" not in page.text


class TestLogin:
    @pytest.mark.parametrize("account", [ID_NUMBER, MOBILE, f" {MOBILE} "])
    async def test_takes_id_number_or_mobile(self, client: httpx.AsyncClient, account: str) -> None:
        await put_person(client)
        assert "code" in answer_of(await submit_login(client, account=account))

    async def test_takes_a_lower_case_check_letter(self, client: httpx.AsyncClient) -> None:
        await put_person(client, "33010620020401900X")
        assert "code" in answer_of(await submit_login(client, account="33010620020401900x"))

    async def test_echoes_the_state_to_the_letter(self, client: httpx.AsyncClient) -> None:
        await put_person(client)
        assert answer_of(await submit_login(client))["state"] == STATE

    async def test_goes_back_to_the_registered_address(self, client: httpx.AsyncClient) -> None:
        await put_person(client)
        location = (await submit_login(client)).headers["location"]
        assert location.startswith(CALLBACK + "?")

    async def test_gives_a_new_code_every_time(self, client: httpx.AsyncClient) -> None:
        await put_person(client)
        first, second = [answer_of(await submit_login(client))["code"] for _ in range(2)]
        assert first != second

    @pytest.mark.parametrize("wrong", [{"password": "x"}, {"account": "13900000000"}, {"account": "", "password": ""}])
    async def test_refuses_a_wrong_account_or_password_alike(
        self, client: httpx.AsyncClient, wrong: dict[str, str]
    ) -> None:
        await put_person(client)
        page = await submit_login(client, **wrong)
        assert page.status_code == 401
        assert "账号或密码不正确" in page.text
        assert "location" not in page.headers

    async def test_refuses_a_mobile_that_two_people_gave(self, client: httpx.AsyncClient) -> None:
        await put_person(client)
        await put_person(client, "510107200307089027")
        assert (await submit_login(client, account=MOBILE)).status_code == 401
        assert "code" in answer_of(await submit_login(client, account=ID_NUMBER))

    async def test_can_be_cancelled(self, client: httpx.AsyncClient) -> None:
        answer = answer_of(await submit_login(client, decision="cancel", account="", password=""))
        assert answer == {"error": "access_denied", "state": STATE}


class TestAuthorizationRequest:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"client_id": "somebody"},
            {"redirect_uri": "https://evil.example/"},
            {"redirect_uri": CALLBACK + "/"},
            {"redirect_uri": CALLBACK + "?next=1"},
            {"redirect_uri": ""},
        ],
    )
    async def test_never_redirects_for_an_unknown_client_or_address(
        self, client: httpx.AsyncClient, wrong: dict[str, str]
    ) -> None:
        await put_person(client)
        for response in (await show(client, **wrong), await submit_login(client, **wrong)):
            assert response.status_code == 400
            assert "location" not in response.headers
            assert "无法登录" in response.text

    @pytest.mark.parametrize(
        ("wrong", "error"),
        [
            ({"response_type": "token"}, "unsupported_response_type"),
            ({"code_challenge": ""}, "invalid_request"),
            ({"code_challenge": "short"}, "invalid_request"),
            ({"code_challenge_method": "plain"}, "invalid_request"),
            ({"code_challenge_method": ""}, "invalid_request"),
        ],
    )
    async def test_tells_other_mistakes_to_the_client(
        self, client: httpx.AsyncClient, wrong: dict[str, str], error: str
    ) -> None:
        await put_person(client)
        for response in (await show(client, **wrong), await submit_login(client, **wrong)):
            answer = answer_of(response)
            assert answer["error"] == error
            assert answer["state"] == STATE
            assert "code" not in answer

    async def test_needs_a_state(self, client: httpx.AsyncClient) -> None:
        answer = answer_of(await show(client, state=""))
        assert answer["error"] == "invalid_request"
        assert "state" not in answer

    async def test_takes_a_challenge_of_any_verifier(self, client: httpx.AsyncClient) -> None:
        assert (await show(client, code_challenge=challenge_of("another" * 10))).status_code == 200
