"""Identity as notifications meets it, answering with its own models: it knows the numbers, and it can be away."""

from uuid import UUID

import httpx

from common.peers import Peers
from common.testing.harness import ServiceHarness
from identity.membership.schemas import ReachableUser, ReachableUsers
from identity.roster.schemas import ContactOfGraduate


class People:
    """Stands between notifications and identity."""

    def __init__(self, harness: ServiceHarness) -> None:
        self.users: dict[UUID, dict[UUID, str]] = {}
        self.graduates: dict[UUID, str | None] = {}
        self.away = False
        self.refuses = False
        self.asked: list[str] = []
        client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        harness.context.peers = Peers("notifications", harness.context.settings, client)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/identity/v1/")
        if self.away:
            raise httpx.ConnectError("nobody listens")
        if path == "service-tokens":
            return httpx.Response(200, json={"access_token": "token-of-notifications", "expires_in": 3600})
        assert request.headers["authorization"] == "Bearer token-of-notifications"
        self.asked.append(path)
        if self.refuses:
            return httpx.Response(403, json={"code": "wrong_role"})
        what, person, _ = path.split("/")
        return self._contacts(UUID(person)) if what == "employers" else self._contact(UUID(person))

    def _contacts(self, employer_id: UUID) -> httpx.Response:
        users = self.users.get(employer_id, {})
        items = [ReachableUser(user_id=user, name=None, mobile=mobile) for user, mobile in users.items()]
        return httpx.Response(200, json=ReachableUsers(items=items).model_dump(mode="json"))

    def _contact(self, graduate_id: UUID) -> httpx.Response:
        if graduate_id not in self.graduates:
            return httpx.Response(404, json={"code": "not_found"})
        contact = ContactOfGraduate(name="欧阳静怡", mobile=self.graduates[graduate_id], email=None)
        return httpx.Response(200, json=contact.model_dump(mode="json"))
