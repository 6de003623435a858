"""The people of the play: they say over HTTP what the model says in words."""

from collections import defaultdict
from typing import Any
from uuid import uuid4

import httpx

from common.auth.actors import Actor, EmployerUser
from common.contracts.identity import GraduateCorrected, GraduateEnrolled, GraduateRemoved
from common.messaging.consumer import Done
from tests.agreements.files.support import uploaded
from tests.agreements.offline.support import form
from tests.agreements.play.guides import Record, Rostered
from tests.agreements.play.table import VARIANTS
from tests.agreements.world import DEPARTMENT, LETTER, SCHOOL, Person, World

WHY = {"reason_code": "other", "detail": "信息不完整。"}
WORDS = {"detail": "请核实。"}
WORDS_OF: dict[str, dict[str, Any]] = {
    **dict.fromkeys(("reject", "reject-rescission"), WHY),
    **dict.fromkeys(("refuse-correction", "return-rescission", "uphold-dispute", "dismiss-dispute"), WORDS),
    "dispute-without-proof": WORDS,
    "void": WORDS | {"talk": "已与单位电话沟通。"},
}
AMENDED = {
    "amend": ("letter.work_place", "上海市"),
    "amend-what-was-agreed": ("letter.job_title", "数据工程师"),
    "amend-employer": ("employer.name", "杭州示例机械有限公司"),
}
NO_TERMS = {"version": 1, "terms_sha256": "0" * 64}
EMPLOYERS = (
    {"name": "北京示例科技有限公司", "uscc": "91110108MA00TTT09Y"},
    {"name": "上海示例软件有限公司", "uscc": "91310115MA1TTT9930"},
)
GRADUATES = 3
ANOTHER = "数学学院"
CAST = ("employer", "rival", "graduate", "stranger", "department", "school")
"""`rival` and `stranger` are the other employer and another graduate, who have no part in an agreement."""


class Players:
    """Two employers, three graduates, a department and a school."""

    def __init__(self, world: World, employers: list[EmployerUser], graduates: list[Person]) -> None:
        self.world = world
        self.employers = employers
        self.graduates = graduates
        self._amended: dict[str, dict[str, str]] = defaultdict(dict)
        """What the school has amended of online letters: a correction leaves it as it is."""
        self._said = 0
        self._rostered = 1

    @classmethod
    async def of(cls, world: World) -> "Players":
        """A new cast."""
        employers = [await world.employer(**facts) for facts in EMPLOYERS]
        return cls(world, employers, [await world.graduate("学生") for _ in range(GRADUATES)])

    def actor(self, record: Record, role: str) -> Actor | Person:
        """Who plays this role towards an agreement."""
        match role:
            case "employer":
                return self.employers[record.employer or 0]
            case "rival":
                return self.employers[1 - (record.employer or 0)]
            case "graduate":
                return self.graduates[record.graduate]
            case "stranger":
                return self.graduates[(record.graduate + 1) % GRADUATES]
            case "department":
                return self.world.department
            case _:
                return self.world.school

    async def keep(self, employer: int, graduate: int) -> httpx.Response:
        """加入收藏夹."""
        known = self.graduates[graduate].as_known()
        return await self.world.as_(self.employers[employer]).post("/v1/favourites", json=known)

    async def drop(self, employer: int, favourite: str) -> httpx.Response:
        """删除."""
        return await self.world.as_(self.employers[employer]).delete(f"/v1/favourites/{favourite}")

    async def invite(self, employer: int, favourite: str) -> httpx.Response:
        """发起签约邀请."""
        return await self.world.try_to_invite(self.employers[employer], favourite)

    async def submit(self, kind: str, employer: int | None, graduate: int) -> httpx.Response:
        """An offline agreement or a supplement; an employer of the platform is named by its USCC."""
        person = self.graduates[graduate]
        path = "/v1/offline-agreements" if kind == "offline" else "/v1/supplements"
        return await self.world.as_(person).post(path, json=await self._form(kind, employer, person))

    async def act(self, number: str, record: Record, role: str, verb: str) -> httpx.Response:
        """One request with a body that no check of form could refuse."""
        actor = self.actor(record, role)
        body = await self._body(number, record, actor, verb)
        answer = await self.world.post(actor, number, VARIANTS.get(verb, verb), **body)
        if verb == "amend" and answer.is_success and record.kind == "online":
            self._amended[number] |= {"work_place": body["changes"]["letter.work_place"]}
        return answer

    async def read(self, number: str, actor: Actor | Person) -> dict[str, Any]:
        """As this actor sees it."""
        return await self.world.read(actor, number)

    async def roster(self, graduate: int, someone: Rostered) -> None:
        """The school's list has another row now."""
        self._rostered += 1
        person = self.graduates[graduate]
        was_on = person.facts.get("on_roster", True)
        name, level = someone.known_as
        may_sign = someone.may_sign and someone.on_roster
        person.facts |= {"name": name, "level_code": level, "may_sign": may_sign, "on_roster": someone.on_roster}
        person.facts |= {"department": ANOTHER if someone.elsewhere else DEPARTMENT}
        said: Any = GraduateCorrected if was_on == someone.on_roster else GraduateEnrolled
        if was_on and not someone.on_roster:
            said = GraduateRemoved
        event = said.model_validate(person.facts | ({"reason": "退学"} if said is GraduateRemoved else {}))
        assert await self.world.harness.deliver(event, sequence=self._rostered) == Done()

    async def _body(self, number: str, record: Record, actor: Any, verb: str) -> dict[str, Any]:
        if verb in WORDS_OF:
            return WORDS_OF[verb]
        if verb.startswith("amend-") or verb == "amend":
            return await self._amendment(number, actor, verb)
        match verb:
            case "return":
                return WORDS | ({"fields": ["letter.job_title"]} if record.kind == "online" else {})
            case "accept" | "confirm-correction":
                return await self._terms(actor, number)
            case "correct":
                return {"letter": self._letter() | self._amended[number]}
            case "pass-rescission":
                return {"ruling": "mutual"} if record.kind != "online" and record.step == "school" else {}
            case "resubmit-sheet" | "resubmit-supplement":
                kind = "offline" if verb == "resubmit-sheet" else "supplement"
                return await self._form(kind, record.employer, actor)
            case _:
                return await self._paper(record, actor, verb)

    async def _amendment(self, number: str, actor: Any, verb: str) -> dict[str, Any]:
        if verb == "amend-invitation":
            seen = await self.world.as_(actor).get(f"/v1/agreements/{number}")
            return {"letter": self._letter(), "version": seen.json().get("version", 1)}
        field, words = AMENDED[verb]
        return WORDS | {"changes": {field: self._anew(words)}}

    async def _paper(self, record: Record, actor: Any, verb: str) -> dict[str, Any]:
        match verb:
            case "upload-copy":
                return {"file_ids": await self._files(actor, "agreement_copy")}
            case "request-rescission" | "resubmit-rescission":
                proof = await self._files(actor, "rescission_proof") if record.kind != "online" else []
                return {"reason": "family", "file_ids": proof}
            case "force-rescission":
                return WORDS | {"file_ids": [await uploaded(self.world, f"school:{SCHOOL}", "rescission_proof")]}
            case "dispute":
                return WORDS | {"file_ids": await self._files(actor, "dispute_proof")}
            case _:
                return {}

    async def _files(self, actor: Any, purpose: str) -> list[str]:
        """A file of one's own; who never uploads names one that there is not."""
        if isinstance(actor, Person | EmployerUser):
            return [await uploaded(self.world, actor, purpose)]
        return [str(uuid4())]

    async def _terms(self, actor: Any, number: str) -> dict[str, Any]:
        found = await self.world.as_(actor).get(f"/v1/agreements/{number}/terms")
        return {field: found.json()[field] for field in NO_TERMS} if found.is_success else NO_TERMS

    async def _form(self, kind: str, employer: int | None, actor: Any) -> dict[str, Any]:
        named = form(dict(EMPLOYERS[employer]) if employer is not None else None)
        return named | ({"file_ids": await self._files(actor, "agreement_proof")} if kind == "supplement" else {})

    def _letter(self) -> dict[str, Any]:
        return LETTER | {"job_title": self._anew("算法工程师")}

    def _anew(self, words: str) -> str:
        self._said += 1
        return f"{words}{self._said}"
