"""Setting the stage: what people do before the main job begins, and the moves that stories are made of."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any, Self

import httpx

from deploy.demo.data import CHSI_PASSWORD, COHORT, EMPLOYER_PASSWORD, STAFF_PASSWORD, DemoData, EmployerData
from deploy.demo.people import EmployerPerson, GraduatePerson, Person, Refused, Staff, until
from deploy.embedded.centre import CENTRE_USERNAME
from tests.support.files import pdf_scan, png_scan

Facts = dict[str, Any]
SEARCH_SECONDS = 0.7
"""Between searches of somebody who waits: 30 are allowed in a minute."""


class Stage:
    """A platform, a school, two employers and their people."""

    def __init__(self, gateway_url: str, sandbox_url: str, centre_password: str, data: DemoData | None = None) -> None:
        self.data = data or DemoData()
        self._place = (gateway_url, sandbox_url)
        self._centre_password = centre_password
        self.centre = Staff(*self._place)
        self.school = Staff(*self._place)
        self.department = Staff(*self._place)
        self.employer = EmployerPerson(*self._place)
        self.rival = EmployerPerson(*self._place)
        self.graduates: dict[int, GraduatePerson] = {}

    @classmethod
    @asynccontextmanager
    async def on(
        cls, gateway_url: str, sandbox_url: str, centre_password: str, data: DemoData | None = None
    ) -> AsyncIterator[Self]:
        """A stage whose people's browsers are closed in the end."""
        stage = cls(gateway_url, sandbox_url, centre_password, data)
        try:
            yield stage
        finally:
            people: list[Person] = [stage.centre, stage.school, stage.department, stage.employer, stage.rival]
            await asyncio.gather(*(person.close() for person in [*people, *stage.graduates.values()]))

    async def prepare(self) -> None:
        """Everything up to two verified employers and an imported roster."""
        await self.open_school()
        await self.apply_for_verification()
        await self.import_roster()
        await self.verify_employers()

    async def open_school(self) -> None:
        """The centre opens the school, whose users sign in with their accounts of the employment system."""
        school = self.data.school
        await self.centre.sign_in(CENTRE_USERNAME, self._centre_password)
        await self.centre.post("/identity/v1/schools", school.form())
        await self._tell_employment_system()
        departments = self.data.departments()
        await self.school.sign_in(school.username, STAFF_PASSWORD)
        number = departments.index(self.data.people[0].department) + 1
        await self.department.sign_in(school.department_username(number), STAFF_PASSWORD)

    async def apply_for_verification(self) -> None:
        """Both employers register and hand in their material."""
        await self._apply(self.employer, self.data.employer)
        await self._apply(self.rival, self.data.rival)

    async def import_roster(self) -> None:
        """The school sets 签约设置 and imports its graduates, after a rehearsal."""
        await self.school.put(f"/agreements/v1/sign-settings/{COHORT}", self.data.school.sign_settings())
        path, workbook = f"/identity/v1/roster-imports?cohort={COHORT}", self.data.workbook()
        rehearsal = await self.school.upload(f"{path}&dry_run=true", "roster.xlsx", workbook)
        imported = await self.school.upload(f"{path}&dry_run=false", "roster.xlsx", workbook)
        expect(rehearsal["new"] == imported["new"] == len(self.data.people), "试导入与导入一致", imported)
        await self._tell_chsi()

    async def verify_employers(self) -> None:
        """The centre looks at the queue and approves."""
        queue = await self.centre.get("/identity/v1/verifications", status="material_review")
        for waiting in queue["items"]:
            await self.centre.post(f"/identity/v1/verifications/{waiting['id']}/approve")
        await self.told(self.employer, "认证")
        await self.told(self.rival, "认证")

    async def enter(self, number: int = 0) -> GraduatePerson:
        """The n-th graduate of the roster signs in through CHSI and confirms the data at the first time."""
        if number not in self.graduates:
            known = self.data.people[number]
            person = GraduatePerson(*self._place, known.id_number, CHSI_PASSWORD, known.mobile)
            self.graduates[number] = person
            await person.sign_in()
            await person.confirm_data()
        return self.graduates[number]

    async def invite(self, person: EmployerPerson, employer: EmployerData, number: int = 0) -> Facts:
        """Search, keep, invite."""
        favourite = await self.keep(person, number)
        invitation = {"favourite_id": favourite["id"], "letter": employer.letter()}
        return await person.post("/agreements/v1/invitations", invitation)

    async def keep(self, person: EmployerPerson, number: int) -> Facts:
        """加入收藏夹. What identity has said may take a moment to arrive, and nobody may search without end."""
        path, searched = "/agreements/v1/favourites", self.searched(number)
        return await until(lambda: or_refused(person.post(path, searched)), was_done, every=SEARCH_SECONDS)

    async def accept(self, graduate: GraduatePerson, agreement: Facts) -> Facts:
        """Read the terms and accept exactly them."""
        return await graduate.post(f"{path_of(agreement)}/accept", await read_with_code(graduate, agreement))

    async def pass_both_steps(self, agreement: Facts) -> Facts:
        """The department passes, then the school."""
        await self.department.post(f"{path_of(agreement)}/pass")
        return await self.school.post(f"{path_of(agreement)}/pass")

    async def sign(self, number: int) -> Facts:
        """The whole way for one graduate."""
        graduate = await self.enter(number)
        agreement = await self.invite(self.employer, self.data.employer, number)
        await self.accept(graduate, agreement)
        return await self.pass_both_steps(agreement)

    async def told(self, person: Person, word: str) -> list[str]:
        """Wait until one of the person's notices says this word."""
        return await until(person.notices, lambda titles: any(word in title for title in titles))

    @asynccontextmanager
    async def another_department(self) -> AsyncIterator[Staff]:
        """A user of the same school, of a department that is not the first graduate's."""
        number = next(n for n, name in enumerate(self.data.departments(), 1) if name != self.data.people[0].department)
        async with self.staff(self.data.school.department_username(number)) as person:
            yield person

    @asynccontextmanager
    async def staff(self, username: str) -> AsyncIterator[Staff]:
        """Another user of the staff signs in."""
        person = Staff(*self._place)
        try:
            await person.sign_in(username, STAFF_PASSWORD)
            yield person
        finally:
            await person.close()

    def in_the_same_department(self, number: int) -> int:
        """Another graduate whom the same department reviews."""
        department = self.data.people[number].department
        others = enumerate(self.data.people[number + 1 :], start=number + 1)
        return next(other for other, person in others if person.department == department)

    def searched(self, number: int = 0) -> dict[str, str]:
        """What an employer types to find the n-th graduate."""
        person = self.data.people[number]
        return {"name": person.name, "id_number": person.id_number, "school_name": self.data.school.name}

    async def _apply(self, person: EmployerPerson, employer: EmployerData) -> None:
        await person.register(employer.mobile, EMPLOYER_PASSWORD)
        await person.patch("/identity/v1/employer-users/me", {"name": employer.contact, "email": "hr@example.com"})
        await person.put("/identity/v1/employer", employer.form())
        await person.refresh()
        licence = await person.upload(
            "/documents/v1/files", "营业执照.png", png_scan("营业执照 " + employer.name), purpose="business_licence"
        )
        letter = await person.upload(
            "/documents/v1/files", "网签授权书.pdf", pdf_scan("网签授权书"), purpose="authorisation_letter"
        )
        files = {"licence_file_id": licence["file_id"], "letter_file_id": letter["file_id"]}
        await person.post("/identity/v1/employer/verifications", {"method": "material", **files})

    async def _tell_employment_system(self) -> None:
        async with httpx.AsyncClient(base_url=self._place[1], timeout=30) as system:
            accounts = self.data.staff_accounts()
            (await system.post("/sandbox/employment/accounts", json=accounts)).raise_for_status()

    async def _tell_chsi(self) -> None:
        async with httpx.AsyncClient(base_url=self._place[1], timeout=30) as chsi:
            (await chsi.post("/sandbox/chsi/people", json=self.data.chsi_people())).raise_for_status()


async def read_with_code(graduate: GraduatePerson, agreement: Facts) -> Facts:
    """Which terms the graduate has read, with the code for them that arrives if one could be sent."""
    terms = await graduate.get(f"{path_of(agreement)}/terms")
    body: Facts = {"version": terms["version"], "terms_sha256": terms["terms_sha256"]}
    asked = await graduate.post(f"{path_of(agreement)}/acceptance-codes", body)
    if asked["required"]:
        body["code"] = await graduate.code_that_came(asked["channel"]["code"])
    return body


async def or_refused(attempt: Awaitable[Any]) -> Any:
    """The answer, or the refusal as a value."""
    try:
        return await attempt
    except Refused as refused:
        return refused


async def refusal(attempt: Awaitable[Any]) -> Refused:
    """The refusal that has to come."""
    answer = await or_refused(attempt)
    expect(isinstance(answer, Refused), "应被拒绝", answer)
    return answer


def was_done(answer: Any) -> bool:
    """For `until`: it was not refused."""
    return not isinstance(answer, Refused)


def path_of(agreement: Facts) -> str:
    """Where an agreement is found."""
    return f"/agreements/v1/agreements/{agreement['id']}"


def expect(true: bool, what: str, facts: Any) -> None:
    """The story stops where something did not come true."""
    if not true:
        raise AssertionError(f"{what}: {facts!r}")
