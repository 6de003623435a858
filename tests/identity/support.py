"""Notifications as identity sees it, and people who register, fill in and submit over HTTP."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from uuid_utils.compat import uuid7

from common.auth.actors import EmployerUser
from common.contracts.documents import FileStored
from common.messaging.consumer import Done
from common.peers import Peers
from common.testing.harness import ServiceHarness

MOBILE = "13812340001"
PASSWORD = "Qianyue2026"
EMPLOYER = {
    "name": "杭州云栖数据有限公司",
    "uscc": "91110108MA00TTT09Y",
    "nature_code": "39",
    "industry_code": "34",
    "region_code": "330106",
    "address": "文三路 1 号",
    "contact_name": "李招聘",
    "contact_phone": "0571-88886666",
    "contact_mobile": "13812340001",
}


@dataclass
class TextMessages:
    """Plays notifications: takes text messages, or does not answer, or refuses."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    away: bool = False
    refusal: int | None = None

    def code(self, mobile: str) -> str:
        """The newest code a person reads on the phone."""
        return next(message["params"]["code"] for message in reversed(self.sent) if message["mobile"] == mobile)

    def serve(self, harness: ServiceHarness) -> None:
        """Stand between identity and its peers; service tokens come from identity itself, as always."""
        own = httpx.ASGITransport(harness.app)

        async def answer(request: httpx.Request) -> httpx.Response:
            if request.url.path.startswith("/identity/"):
                request.url = request.url.copy_with(path=request.url.path.removeprefix("/identity"))
                return await own.handle_async_request(request)
            return self._take(request)

        context = harness.context
        context.peers = Peers("identity", context.settings, httpx.AsyncClient(transport=httpx.MockTransport(answer)))

    def _take(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("nobody listens")
        if self.refusal is not None:
            return httpx.Response(self.refusal, json={"code": "notifications.refused"})
        assert request.headers["authorization"].startswith("Bearer ")
        assert request.url.path == "/notifications/v1/text-messages"
        self.keys.append(request.headers["idempotency-key"])
        self.sent.append(json.loads(request.content))
        return httpx.Response(202, json={"id": "1"})


async def register(identity: ServiceHarness, texts: TextMessages, mobile: str = MOBILE) -> UUID:
    """Register an employer user over HTTP. Returns the account's id."""
    client = identity.client()
    asked = await client.post("/v1/sms-codes", json={"mobile": mobile, "purpose": "register"})
    assert asked.status_code == 202, asked.text
    form = {"mobile": mobile, "sms_code": texts.code(mobile), "password": PASSWORD, "password_confirmation": PASSWORD}
    answer = await client.post("/v1/employer-users", json=form)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["id"])


def client_at(
    identity: ServiceHarness, address: str, agent: str = "Firefox", token: str | None = None
) -> httpx.AsyncClient:
    """A browser somewhere else."""
    client = identity.client(token=token)
    client.headers["User-Agent"] = agent
    client._transport = httpx.ASGITransport(identity.app, raise_app_exceptions=False, client=(address, 40000))
    return client


async def sign_in(identity: ServiceHarness, mobile: str = MOBILE, password: str = PASSWORD) -> httpx.Response:
    """Sign in as an employer user."""
    return await identity.client().post("/v1/sessions/employer", json={"mobile": mobile, "password": password})


async def employer_user(
    identity: ServiceHarness, texts: TextMessages, mobile: str = MOBILE, **changes: Any
) -> EmployerUser:
    """A registered user who has given their own name and filled in the employer."""
    user = EmployerUser(id=await register(identity, texts, mobile), name=mobile, employer_id=None)
    named = await identity.client(user).patch("/v1/employer-users/me", json={"name": "李招聘"})
    assert named.status_code == 200, named.text
    answer = await identity.client(user).put("/v1/employer", json={**EMPLOYER, **changes})
    assert answer.status_code == 200, answer.text
    return EmployerUser(id=user.id, name=user.name, employer_id=UUID(answer.json()["id"]))


async def upload(identity: ServiceHarness, owner: str, purpose: str) -> str:
    """Documents tells of a file. Returns its id."""
    file_id = uuid7()
    stored = FileStored(
        file_id=file_id, owner=owner, purpose=purpose, media_type="image/png", size=48_213, sha256="ab" * 32
    )
    assert await identity.deliver(stored) == Done()
    return str(file_id)


async def material(identity: ServiceHarness, user: EmployerUser) -> dict[str, Any]:
    """Uploads of the user's employer, ready to be submitted."""
    owner = f"employer:{user.employer_id}"
    return {
        "method": "material",
        "licence_file_id": await upload(identity, owner, "business_licence"),
        "letter_file_id": await upload(identity, owner, "authorisation_letter"),
    }


async def submit(identity: ServiceHarness, user: EmployerUser) -> str:
    """Submit material. Returns the verification's id."""
    answer = await identity.client(user).post("/v1/employer/verifications", json=await material(identity, user))
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]
