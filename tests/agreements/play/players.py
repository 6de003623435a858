"""The people of the play: they say over HTTP what the model says in words."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx

from common.auth.actors import Actor, EmployerUser
from common.contracts.identity import GraduateRemoved
from common.messaging.consumer import Done
from tests.agreements.files.support import uploaded
from tests.agreements.offline.support import form
from tests.agreements.play.guides import Record
from tests.agreements.world import LETTER, SCHOOL, Person, World

WHY = {"reason_code": "other", "detail": "信息不完整。"}
WORDS = {"detail": "请核实。"}
NO_TERMS = {"version": 1, "terms_sha256": "0" * 64}


class Players:
    """Two employers, three graduates, a department and a school."""

    def __init__(self, world: World, employers: list[EmployerUser], graduates: list[Person]) -> None:
        self.world = world
        self.employers = employers
        self.graduates = graduates
        self._said = 0

    def actor(self, record: Record, role: str) -> Actor | Person:
        """Who plays this role towards an agreement; `rival` and `stranger` have no part in it."""
        match role:
            case "employer":
                return self.employers[record.employer or 0]
            case "rival":
                return self.employers[1 - (record.employer or 0)]
            case "graduate":
                return self.graduates[record.graduate]
            case "stranger":
                return self.graduates[(record.graduate + 1) % len(self.graduates)]
            case "department":
                return self.world.department
            case _:
                return self.world.school

    async def invite(self, employer: int, graduate: int) -> httpx.Response:
        """发起签约邀请, from the favourites; whoever is gone cannot be found any more."""
        world, actor, person = self.world, self.employers[employer], self.graduates[graduate]
        kept = await world.as_(actor).post("/v1/favourites", json=person.as_known())
        favourite = kept.json().get("id") or kept.json().get("favourite_id") or str(uuid4())
        return await world.try_to_invite(actor, favourite)

    async def submit(self, kind: str, graduate: int) -> httpx.Response:
        """An offline agreement or a supplement, with an employer that is not on the platform."""
        person = self.graduates[graduate]
        path = "/v1/offline-agreements" if kind == "offline" else "/v1/supplements"
        return await self.world.as_(person).post(path, json=await self._form(kind, person))

    async def act(self, number: str, record: Record, role: str, verb: str) -> httpx.Response:
        """One request with a body that no check of form could refuse."""
        actor = self.actor(record, role)
        if verb == "accept" and role == "graduate" and record.status == "awaiting_graduate":
            return await self._accept(actor, number)
        return await self.world.post(actor, number, verb, **await self._body(number, record, actor, role, verb))

    async def read(self, number: str, actor: Actor | Person) -> dict[str, Any]:
        """As this actor sees it."""
        return await self.world.read(actor, number)

    async def remove(self, graduate: int, sequence: int) -> None:
        """The school takes somebody off the list."""
        facts = self.graduates[graduate].facts | {"on_roster": False, "reason": "退学"}
        assert await self.world.harness.deliver(GraduateRemoved.model_validate(facts), sequence=sequence) == Done()

    async def _accept(self, person: Any, number: str) -> httpx.Response:
        readable = await self.world.as_(person).get(f"/v1/agreements/{number}/terms")
        if readable.is_success:
            return await self.world.try_to_accept(person, number)
        return await self.world.post(person, number, "accept", **NO_TERMS)

    async def _body(self, number: str, record: Record, actor: Any, role: str, verb: str) -> dict[str, Any]:
        match verb:
            case "reject" | "reject-rescission":
                return WHY
            case "return":
                return WORDS | ({"fields": ["letter.job_title"]} if record.kind == "online" else {})
            case "accept" | "confirm-correction":
                return await self._terms(actor, number)
            case "amend-invitation":
                seen = await self.world.as_(actor).get(f"/v1/agreements/{number}")
                return {"letter": self._letter(), "version": seen.json().get("version", 1)}
            case "correct":
                return {"letter": self._letter()}
            case "void":
                return WORDS | {"talk": "已与单位电话沟通。"}
            case "pass-rescission":
                return {"ruling": "mutual"} if record.kind != "online" and role == "school" else {}
            case "resubmit-sheet" | "resubmit-supplement":
                return await self._form(record.kind, actor)
            case _:
                return await self._paper(record, actor, role, verb)

    async def _paper(self, record: Record, actor: Any, role: str, verb: str) -> dict[str, Any]:
        match verb:
            case "upload-copy":
                return {"file_ids": [await uploaded(self.world, actor, "agreement_copy")]} if _party(role) else {}
            case "request-rescission" | "resubmit-rescission":
                proof = [await uploaded(self.world, actor, "rescission_proof")] if _party(role) else []
                return {"reason": "family", "file_ids": proof if record.kind != "online" else []}
            case "force-rescission":
                return WORDS | {"file_ids": [await uploaded(self.world, f"school:{SCHOOL}", "rescission_proof")]}
            case "refuse-correction" | "return-rescission" | "dispute" | "uphold-dispute" | "dismiss-dispute":
                return WORDS
            case _:
                return {}

    async def _terms(self, actor: Any, number: str) -> dict[str, Any]:
        found = await self.world.as_(actor).get(f"/v1/agreements/{number}/terms")
        return {field: found.json()[field] for field in NO_TERMS} if found.is_success else NO_TERMS

    async def _form(self, kind: str, actor: Any) -> dict[str, Any]:
        if kind != "supplement" or not isinstance(actor, Person):
            return form() | ({} if kind != "supplement" else {"file_ids": [str(uuid4())]})
        return form() | {"file_ids": [await uploaded(self.world, actor, "agreement_proof")]}

    def _letter(self) -> dict[str, Any]:
        self._said += 1
        return LETTER | {"job_title": f"算法工程师{self._said}"}


def _party(role: str) -> bool:
    return role in ("employer", "rival", "graduate", "stranger")


def moment(text: str | None) -> datetime | None:
    """A time out of an answer."""
    return datetime.fromisoformat(text) if text else None
