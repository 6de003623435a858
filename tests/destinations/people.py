"""The people of these tests, and what identity and agreements say about them."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from common.auth.actors import DepartmentUser, Graduate, SchoolUser
from common.contracts import agreements
from common.contracts.agreements import SignSettingsChanged
from common.contracts.identity import GraduateCorrected, GraduateEnrolled
from common.testing.harness import ServiceHarness
from tests.contracts.samples import GOLDEN

SCHOOL, OTHER_SCHOOL = "19901", "19902"
COHORT = 2027
DEPARTMENT, OTHER_DEPARTMENT = "计算机学院", "哲学系"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)

school_user = SchoolUser(id=uuid4(), name="张老师", school_code=SCHOOL)
department_user = DepartmentUser(id=uuid4(), name="李老师", school_code=SCHOOL, department=DEPARTMENT)
other_department_user = DepartmentUser(id=uuid4(), name="王老师", school_code=SCHOOL, department=OTHER_DEPARTMENT)
other_school_user = SchoolUser(id=uuid4(), name="赵老师", school_code=OTHER_SCHOOL)
same_name_department_user = DepartmentUser(id=uuid4(), name="钱老师", school_code=OTHER_SCHOOL, department=DEPARTMENT)


def graduate(**changes: Any) -> Graduate:
    """A graduate who is signed in and has confirmed the data."""
    who: dict[str, Any] = {"id": uuid4(), "name": "买买提·吐尔逊", "graduate_id": uuid4(), "confirmed": True}
    return Graduate(**(who | {"school_code": SCHOOL, "cohort": COHORT} | changes))


def enrolled(actor: Graduate, **changes: Any) -> GraduateEnrolled:
    """What identity says of the graduate."""
    values = {
        "graduate_id": actor.graduate_id,
        "person_index": "5f" * 32,
        "name": actor.name,
        "id_number_masked": "110***********9010",
        "cohort": actor.cohort,
        "school_code": actor.school_code,
        "school_name": "江南示范大学",
        "department": DEPARTMENT,
        "level_code": "31",
        "major_name": "软件工程",
        "training_mode_code": "1",
        "may_sign": True,
    }
    return GraduateEnrolled(**(values | changes))


def corrected(actor: Graduate, **changes: Any) -> GraduateCorrected:
    """What identity says when the roster row has changed."""
    return GraduateCorrected.model_validate(enrolled(actor, **changes).model_dump())


def settings(**changes: Any) -> SignSettingsChanged:
    """What agreements says of the school's settings."""
    values = {
        "settings_id": f"{SCHOOL}:{COHORT}",
        "school_code": SCHOOL,
        "cohort": COHORT,
        "signing_open": True,
        "supplement_open": True,
        "destinations_open": True,
        "review_mode": "school_only",
    }
    return SignSettingsChanged(**(values | changes))


@dataclass
class Signing:
    """One agreement's events. `accepted_at` is by default now: after everything that was registered before."""

    actor: Graduate
    agreement_id: UUID = field(default_factory=uuid4)
    accepted_at: datetime | None = None
    kind: str = "online"
    number: int = 0
    """Of the newest event of `go_through`."""

    async def go_through(self, harness: ServiceHarness, *events: tuple[type[agreements.AgreementFacts], Any]) -> None:
        """Deliver what agreements says one after the other, as it would: with the next sequence each."""
        for kind, changes in events:
            self.number += 1
            verdict = await harness.deliver(self.golden(kind, **changes), sequence=self.number)
            assert type(verdict).__name__ == "Done", verdict

    def golden(self, kind: type[agreements.AgreementFacts], **changes: Any) -> agreements.AgreementFacts:
        """Any event, from its golden sample."""
        sample = json.loads((GOLDEN / f"{kind.type}.json").read_text(encoding="utf-8"))
        return kind.model_validate(sample | self._facts() | changes)

    def event(self, kind: str) -> tuple[agreements.AgreementFacts, int]:
        """The event and its sequence in an agreement's life."""
        facts = self._facts()
        at = self.accepted_at or datetime.now(UTC)
        made: dict[str, tuple[agreements.AgreementFacts, int]] = {
            "sent": (agreements.InvitationSent(**facts, job_title="工程师", deadline=at), 1),
            "accepted": (agreements.InvitationAccepted(**facts, accepted_at=at, review_step="department"), 2),
            "declined": (agreements.InvitationDeclined(**facts), 2),
            "expired": (agreements.InvitationExpired(**facts), 2),
            "passed": (agreements.AgreementPassedByDepartment(**facts), 3),
            "signed": (agreements.AgreementSigned(**facts, agreement_number="20271990100000011", signed_at=at), 4),
            "rejected": (
                agreements.AgreementRejected(**facts, step="school", reason="其他", detail="岗位名称不符"),
                4,
            ),
        }
        return made[kind]

    def _facts(self) -> dict[str, Any]:
        return {
            "agreement_id": self.agreement_id,
            "kind": self.kind,
            "employer_id": uuid4(),
            "employer_name": "杭州云栖数据有限公司",
            "graduate_id": self.actor.graduate_id,
            "graduate_name": self.actor.name,
            "school_code": self.actor.school_code,
            "department": DEPARTMENT,
            "cohort": self.actor.cohort,
        }

    async def say(self, harness: ServiceHarness, *kinds: str) -> None:
        """Deliver these events in this order."""
        for kind in kinds:
            event, sequence = self.event(kind)
            verdict = await harness.deliver(event, sequence=sequence)
            assert type(verdict).__name__ == "Done", verdict


class Registrar:
    """Drives one destinations service as the people would."""

    def __init__(self, harness: ServiceHarness) -> None:
        self.harness = harness

    async def meet(self, actor: Graduate | None = None, **changes: Any) -> Graduate:
        """A graduate who is on the roster."""
        known = actor or graduate()
        await self.harness.deliver(enrolled(known, **changes), sequence=1)
        return known

    async def submit(self, actor: Graduate, code: str = "71", **fields: str) -> Any:
        """The response to a registration."""
        body = {"destination_code": code, "fields": fields}
        return await self.harness.client(actor).post("/v1/destinations", json=body)

    async def submitted(self, actor: Graduate, code: str = "71", **fields: str) -> dict[str, Any]:
        """A registration in review."""
        answer = await self.submit(actor, code, **fields)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def approved(self, actor: Graduate, code: str = "71", **fields: str) -> dict[str, Any]:
        """A registration that the school alone has passed."""
        made = await self.submitted(actor, code, **fields)
        answer = await self.do(school_user, made["id"], "pass")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def do(self, actor: Any, destination_id: str, verb: str, **body: Any) -> Any:
        """The response to a transition."""
        path = f"/v1/destinations/{destination_id}/{verb}"
        return await self.harness.client(actor).post(path, json=body)

    async def status(self, actor: Any, destination_id: str) -> str:
        """The status's label, as the actor sees it."""
        answer = await self.harness.client(actor).get(f"/v1/destinations/{destination_id}")
        return answer.json()["status"]["label"]

    async def outcome(self, actor: Graduate) -> tuple[str | None, str]:
        """The code and the source of a graduate's outcome."""
        found = (await self.harness.client(actor).get("/v1/outcome")).json()
        return found["outcome"] and found["outcome"]["code"], found["source"]["code"]
