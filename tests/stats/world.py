"""What the other services say in these tests, and the people who read the figures."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from common.auth.actors import DepartmentUser, EmployerUser, SchoolUser
from common.contracts import agreements
from common.contracts.destinations import OutcomeChanged
from common.contracts.event import Event
from common.contracts.identity import EmployerVerified, GraduateCorrected, GraduateEnrolled, SchoolOpened
from common.messaging.consumer import Done
from common.testing.harness import ServiceHarness
from tests.contracts.samples import GOLDEN

SCHOOL, OTHER_SCHOOL = "19901", "19902"
COHORT = 2027
DEPARTMENT, OTHER_DEPARTMENT = "计算机学院", "哲学系"
AT = datetime(2026, 11, 20, tzinfo=UTC)

school_user = SchoolUser(id=uuid4(), name="张老师", school_code=SCHOOL)
other_school_user = SchoolUser(id=uuid4(), name="赵老师", school_code=OTHER_SCHOOL)
department_user = DepartmentUser(id=uuid4(), name="李老师", school_code=SCHOOL, department=DEPARTMENT)


def employer_user(employer_id: UUID | None) -> EmployerUser:
    """A user of the employer."""
    return EmployerUser(id=uuid4(), name="人事", employer_id=employer_id)


@dataclass(frozen=True)
class Person:
    """A graduate as the roster has them."""

    graduate_id: UUID = field(default_factory=uuid4)
    cohort: int = COHORT
    school_code: str = SCHOOL
    department: str = DEPARTMENT

    def on_roster(self, **changes: Any) -> GraduateEnrolled:
        """What identity says."""
        row = {
            "graduate_id": self.graduate_id,
            "person_index": "5f" * 32,
            "name": "欧阳静怡",
            "id_number_masked": "110***********9010",
            "cohort": self.cohort,
            "school_code": self.school_code,
            "school_name": "江南示范大学",
            "department": self.department,
            "level_code": "31",
            "major_name": "软件工程",
            "training_mode_code": "1",
            "may_sign": True,
        }
        return GraduateEnrolled.model_validate(row | changes)

    def corrected(self, **changes: Any) -> GraduateCorrected:
        """What identity says when the row has changed."""
        return GraduateCorrected.model_validate(self.on_roster(**changes).model_dump())

    def outcome(self, code: str | None) -> OutcomeChanged:
        """What destinations says."""
        place = {"school_code": self.school_code, "department": self.department, "cohort": self.cohort}
        source = "destination" if code else "none"
        return OutcomeChanged.model_validate(
            {"graduate_id": self.graduate_id, "outcome_code": code, "source": source, **place}
        )


@dataclass(frozen=True)
class Agreement:
    """One agreement between an employer and a graduate."""

    person: Person
    employer_id: Any = field(default_factory=uuid4)
    """None where the graduate has typed in the employer."""
    agreement_id: UUID = field(default_factory=uuid4)
    kind: str = "online"

    def golden(self, kind: type[agreements.AgreementFacts], **changes: Any) -> agreements.AgreementFacts:
        """Any event, from its golden sample."""
        sample = json.loads((GOLDEN / f"{kind.type}.json").read_text(encoding="utf-8"))
        return kind.model_validate(sample | self._facts() | changes)

    def event(self, kind: str) -> tuple[agreements.AgreementFacts, int]:
        """What agreements says, and its sequence in the agreement's life."""
        made: dict[str, tuple[type[agreements.AgreementFacts], int, dict[str, Any]]] = {
            "sent": (agreements.InvitationSent, 1, {"job_title": "工程师", "deadline": AT}),
            "accepted": (agreements.InvitationAccepted, 2, {"accepted_at": AT, "review_step": "department"}),
            "declined": (agreements.InvitationDeclined, 2, {}),
            "expired": (agreements.InvitationExpired, 2, {}),
            "passed": (agreements.AgreementPassedByDepartment, 3, {}),
            "signed": (agreements.AgreementSigned, 4, {"agreement_number": "20271990100000011", "signed_at": AT}),
            "rejected": (agreements.AgreementRejected, 4, {"step": "school", "reason": "其他", "detail": "不符"}),
        }
        contract, sequence, more = made[kind]
        return contract.model_validate(self._facts() | more), sequence

    def _facts(self) -> dict[str, Any]:
        return {
            "agreement_id": self.agreement_id,
            "kind": self.kind,
            "employer_id": self.employer_id,
            "employer_name": "杭州云栖数据有限公司",
            "graduate_id": self.person.graduate_id,
            "graduate_name": "欧阳静怡",
            "school_code": self.person.school_code,
            "department": self.person.department,
            "cohort": self.person.cohort,
        }


class World:
    """Says things to one stats service and reads its figures."""

    def __init__(self, harness: ServiceHarness) -> None:
        self.harness = harness

    async def hear(self, event: Event, sequence: int = 1) -> None:
        """Let stats work on one event."""
        assert await self.harness.deliver(event, sequence=sequence) == Done()

    async def enrol(self, **changes: Any) -> Person:
        """A graduate on the roster."""
        person = Person(**changes)
        await self.hear(person.on_roster())
        return person

    async def live(self, agreement: Agreement, *kinds: str) -> Agreement:
        """An agreement goes through these events."""
        for kind in kinds:
            await self.hear(*agreement.event(kind))
        return agreement

    async def golden(self, agreement: Agreement, *steps: tuple[type[agreements.AgreementFacts], Any]) -> Agreement:
        """An agreement goes through these events, made from their golden samples."""
        for sequence, (kind, changes) in enumerate(steps, start=1):
            await self.hear(agreement.golden(kind, **changes), sequence)
        return agreement

    async def employer(self, employer_id: UUID, name: str, sequence: int = 1) -> None:
        """Identity says what the employer is called."""
        said = EmployerVerified(
            employer_id=employer_id,
            name=name,
            uscc="91110108MA00TTT09Y",
            nature_code="39",
            industry_code="34",
            region_code="330113",
            address="1 号",
        )
        await self.hear(said, sequence)

    async def school(self, name: str, sequence: int = 1) -> None:
        """Identity says what the school is called."""
        await self.hear(SchoolOpened(school_code=SCHOOL, name=name, province_code="330000"), sequence)

    async def read(self, actor: Any, path: str, **params: Any) -> Any:
        """The JSON that the actor gets."""
        answer = await self.harness.client(actor).get(path, params={"cohort": COHORT} | params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def statistics(self, actor: Any = school_user, **params: Any) -> Any:
        """数据统计 as the actor sees it."""
        return await self.read(actor, "/v1/school-statistics", **params)

    async def workbench(self, employer_id: UUID, **params: Any) -> Any:
        """工作台 of an employer."""
        return await self.read(employer_user(employer_id), "/v1/workbench", **params)
