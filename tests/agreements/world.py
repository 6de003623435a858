"""The people around agreements, as tests speak of them. Everything happens over HTTP and through events."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import text

from common.auth.actors import Actor, DepartmentUser, EmployerUser, Graduate, ProvinceUser, SchoolUser, ServiceAccount
from common.contracts.identity import EmployerVerified, GraduateCorrected, GraduateEnrolled, SchoolOpened
from common.contracts.values import uscc
from common.contracts.values.id_number import check_character, mask
from common.messaging.consumer import Done
from common.testing.harness import ServiceHarness

SCHOOL, SCHOOL_NAME = "19901", "北京示例大学"
PROVINCE = "11"
DEPARTMENT = "计算机学院"
COHORT = 2027
CONTACT = {"name": "张思", "phone": "010-66959595", "address": "北京市海淀区学院路1号", "postcode": "100871"}
SETTINGS = {
    "signing_open": True,
    "review_mode": "department_then_school",
    "rescission_limit": 99,
    "contact": CONTACT,
}
RELOCATION = {
    "accepts_file": True,
    "accepts_household": True,
    "file_receiver": "海淀区人才服务中心",
    "file_region_code": "110108",
    "file_address": "人才大厦3层",
    "file_contact": "周敏",
    "file_phone": "010-88886666",
    "file_postcode": "100089",
    "household_region_code": "110108",
    "household_address": "集体户",
}
LETTER = {
    "job_category_code": "13",
    "job_title": "算法工程师",
    "valid_days": 2,
    "contact_name": "陈静",
    "contact_phone": "13812340001",
    "contact_email": "hr@example.com",
    "report_place": "北京市海淀区中关村大街1号",
    "work_place": "北京市",
    "probation_months": 3,
    "probation_pay": "9000",
    "regular_pay": 12000,
    "penalty": "5000.50",
    "clauses": "双方另行约定:\n1. 提供宿舍。",
}


def id_number(serial: int) -> str:
    """A valid number for each serial."""
    body = f"11010820050101{serial % 1000:03d}"
    return body + check_character(body)


@dataclass
class Person:
    """A graduate: the actor, and what the roster says."""

    actor: Graduate
    id_number: str
    facts: dict[str, Any]

    @property
    def id(self) -> UUID:
        return self.actor.graduate_id

    def as_known(self, **changes: Any) -> dict[str, Any]:
        """What an employer has to know to find them."""
        known = {"name": self.facts["name"], "id_number": self.id_number, "school_name": self.facts["school_name"]}
        return known | changes


@dataclass
class World:
    """Actors, and the things they do, each over HTTP with the answer checked."""

    harness: ServiceHarness
    school: SchoolUser = field(default_factory=lambda: SchoolUser(id=uuid4(), name="王老师", school_code=SCHOOL))
    department: DepartmentUser = field(
        default_factory=lambda: DepartmentUser(id=uuid4(), name="赵老师", school_code=SCHOOL, department=DEPARTMENT)
    )
    province: ProvinceUser = field(
        default_factory=lambda: ProvinceUser(id=uuid4(), name="李处长", province_code=PROVINCE)
    )
    printer: ServiceAccount = field(default_factory=lambda: ServiceAccount(id=uuid4(), name="documents"))
    people: int = 0
    _clients: dict[UUID, httpx.AsyncClient] = field(default_factory=dict)

    def as_(self, actor: Actor | Person) -> httpx.AsyncClient:
        """The client of somebody; one for each."""
        who = actor.actor if isinstance(actor, Person) else actor
        return self._clients.setdefault(who.id, self.harness.client(who))

    async def open_school(
        self, code: str = SCHOOL, name: str = SCHOOL_NAME, sequence: int = 1, province: str = PROVINCE
    ) -> None:
        event = SchoolOpened(school_code=code, name=name, province_code=province)
        assert await self.harness.deliver(event, sequence=sequence) == Done()

    async def open_signing(self, actor: SchoolUser | None = None, cohort: int = COHORT, **changes: Any) -> None:
        """Write the settings, whatever they were."""
        client, path = self.as_(actor or self.school), f"/v1/sign-settings/{cohort}"
        headers = {"If-Match": tag} if (tag := (await client.get(path)).headers.get("etag")) else {}
        answer = await client.put(path, json=SETTINGS | changes, headers=headers)
        assert answer.status_code == 200, answer.text

    async def set_agreement_type(self, kind: str, actor: ProvinceUser | None = None, cohort: int = COHORT) -> None:
        """The province decides, whatever it had decided."""
        client, path = self.as_(actor or self.province), f"/v1/agreement-types/{cohort}"
        headers = {"If-Match": tag} if (tag := (await client.get(path)).headers.get("etag")) else {}
        answer = await client.put(path, json={"agreement_type": kind}, headers=headers)
        assert answer.status_code == 200, answer.text

    async def forget_employers(self) -> None:
        """As if none had been verified."""
        async with self.harness.context.database.transaction() as session:
            await session.execute(text("DELETE FROM employers"))

    def unverified_employer(self) -> EmployerUser:
        return EmployerUser(id=uuid4(), name="招聘专员", employer_id=uuid4())

    async def employer(self, name: str = "北京示例科技有限公司", **changes: Any) -> EmployerUser:
        actor = self.unverified_employer()
        await self.verify(actor, name=name, **changes)
        return actor

    def newcomer(self) -> EmployerUser:
        """Somebody who has registered and not yet said for whom."""
        return EmployerUser(id=uuid4(), name="新用户", employer_id=None)

    def employer_of(self, agreement: dict[str, Any]) -> EmployerUser:
        """Somebody of the employer that sent it."""
        return EmployerUser(id=uuid4(), name="另一位专员", employer_id=UUID(agreement["employer_id"]))

    async def verify(self, actor: EmployerUser, *, sequence: int = 1, **changes: Any) -> None:
        body = "91110108MA00TTT09"
        facts = {
            "employer_id": actor.employer_id,
            "name": "北京示例科技有限公司",
            "uscc": body + uscc.check_character(body),
            "nature_code": "39",
            "industry_code": "34",
            "region_code": "110108",
            "address": "中关村大街1号",
        }
        event = EmployerVerified.model_validate(facts | changes)
        assert await self.harness.deliver(event, sequence=sequence) == Done()

    async def graduate(self, name: str = "买买提·吐尔逊", **changes: Any) -> Person:
        self.people += 1
        number = changes.pop("id_number", id_number(self.people))
        facts = {
            "graduate_id": uuid4(),
            "person_index": self.harness.context.resources.cipher.blind_index(number, "id_number"),
            "name": name,
            "id_number_masked": mask(number),
            "cohort": COHORT,
            "school_code": SCHOOL,
            "school_name": SCHOOL_NAME,
            "department": DEPARTMENT,
            "level_code": "31",
            "major_name": "软件工程",
            "training_mode_code": "1",
            "may_sign": True,
            **changes,
        }
        assert await self.harness.deliver(GraduateEnrolled.model_validate(facts)) == Done()
        actor = Graduate(
            id=uuid4(),
            name=name,
            graduate_id=facts["graduate_id"],
            school_code=facts["school_code"],
            cohort=facts["cohort"],
            confirmed=True,
        )
        return Person(actor, number, facts)

    async def correct(self, person: Person, sequence: int, **changes: Any) -> None:
        """The school corrects the roster."""
        event = GraduateCorrected.model_validate(person.facts | changes)
        assert await self.harness.deliver(event, sequence=sequence) == Done()

    def unconfirmed(self, person: Person) -> Graduate:
        """The same graduate before pressing 信息确认无误."""
        return replace(person.actor, confirmed=False)

    async def favourite(self, employer: EmployerUser, person: Person) -> str:
        answer = await self.as_(employer).post("/v1/favourites", json=person.as_known())
        if answer.status_code == 409:
            return answer.json()["favourite_id"]
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def try_to_invite(self, employer: EmployerUser, favourite_id: Any, **letter: Any) -> httpx.Response:
        body = {"favourite_id": str(favourite_id), "letter": LETTER | letter}
        return await self.as_(employer).post("/v1/invitations", json=body)

    async def invite(self, employer: EmployerUser, person: Person, **letter: Any) -> dict[str, Any]:
        answer = await self.try_to_invite(employer, await self.favourite(employer, person), **letter)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def terms(self, person: Person, agreement_id: str) -> dict[str, Any]:
        answer = await self.as_(person).get(f"/v1/agreements/{agreement_id}/terms")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def try_to_accept(self, person: Person, agreement_id: str, **other: Any) -> httpx.Response:
        read = await self.terms(person, agreement_id)
        body = {"version": read["version"], "terms_sha256": read["terms_sha256"]} | other
        return await self.as_(person).post(f"/v1/agreements/{agreement_id}/accept", json=body)

    async def accept(self, person: Person, agreement_id: str) -> dict[str, Any]:
        answer = await self.try_to_accept(person, agreement_id)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, actor: Actor | Person, agreement_id: str, verb: str, **body: Any) -> httpx.Response:
        return await self.as_(actor).post(f"/v1/agreements/{agreement_id}/{verb}", json=body or None)

    async def pass_as(self, actor: Actor, agreement_id: str) -> dict[str, Any]:
        answer = await self.post(actor, agreement_id, "pass")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def read(self, actor: Actor | Person, agreement_id: str) -> dict[str, Any]:
        answer = await self.as_(actor).get(f"/v1/agreements/{agreement_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def signed(self, employer: EmployerUser, person: Person) -> dict[str, Any]:
        """The whole way."""
        sent = await self.invite(employer, person)
        await self.accept(person, sent["id"])
        await self.pass_as(self.department, sent["id"])
        return await self.pass_as(self.school, sent["id"])
