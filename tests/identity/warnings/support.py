"""Schools that mark employers, employers that answer, and what everybody is told."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import EmployerUser, SchoolUser
from common.contracts.documents import FileStored
from common.messaging.consumer import Done
from common.testing.harness import ServiceHarness
from identity.accounts.tables import EmployerAccount
from identity.employers.tables import Employer
from tests.identity.roster.support import open_school

USCC, NAME = "91110108MA00TTT09Y", "杭州云栖数据有限公司"
MARK = {"uscc": USCC, "name": NAME, "types": ["fake"], "reason": "多名毕业生反映收取培训费。"}


def school_user(code: str) -> SchoolUser:
    return SchoolUser(id=uuid4(), name=f"{code}就业办", school_code=code)


@dataclass
class Schools:
    """Schools that take part, each with one user, by their codes."""

    identity: ServiceHarness
    users: dict[str, SchoolUser] = field(default_factory=dict)

    async def open(self, number: int) -> list[SchoolUser]:
        """So many schools."""
        return [await self.one(f"1990{place}") for place in range(1, number + 1)]

    async def one(self, code: str) -> SchoolUser:
        if code not in self.users:
            await open_school(self.identity, code, f"示例大学{code}")
            self.users[code] = school_user(code)
        return self.users[code]

    async def try_to_mark(self, user: SchoolUser, **changes: Any) -> httpx.Response:
        return await self.identity.client(user).post("/v1/warning-marks", json=MARK | changes)

    async def mark(self, user: SchoolUser, **changes: Any) -> dict[str, Any]:
        answer = await self.try_to_mark(user, **changes)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def remove(self, user: SchoolUser, mark_id: str) -> dict[str, Any]:
        answer = await self.identity.client(user).post(f"/v1/warning-marks/{mark_id}/remove", json={})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def listed(self, user: Any, **wanted: str) -> list[dict[str, Any]]:
        answer = await self.identity.client(user).get("/v1/warning-marks", params=wanted)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def advice(self, actor: Any, **about: str) -> dict[str, Any]:
        answer = await self.identity.client(actor).get("/v1/warning-advice", params=about or {"uscc": USCC})
        assert answer.status_code == 200, answer.text
        return answer.json()


async def registered_employer(
    identity: ServiceHarness, uscc: str = USCC, name: str = NAME, *, verified: bool = True
) -> EmployerUser:
    """A user of an employer as identity has it after verification; how it got there is told elsewhere."""
    employer_id, user_id, now = uuid7(), uuid7(), clock.now()
    async with identity.context.database.transaction() as session:
        session.add(
            Employer(
                id=employer_id,
                name=name,
                uscc=uscc,
                holds_uscc=True,
                nature_code="39",
                industry_code="34",
                region_code="330106",
                address="文三路 1 号",
                contact_name="李招聘",
                contact_phone="sealed",
                status="approved" if verified else "unverified",
                version=1,
                created_at=now,
                saved_at=now,
                verified_at=now if verified else None,
            )
        )
        await session.flush()
        account = {"mobile": "sealed", "mobile_index": str(user_id), "name": "李招聘", "created_at": now}
        session.add(EmployerAccount(id=user_id, employer_id=employer_id, **account))
    return EmployerUser(id=user_id, name="李招聘", employer_id=employer_id)


async def uploaded(identity: ServiceHarness, owner: str, purpose: str) -> str:
    """Documents tells of a file. Returns its id."""
    file_id: UUID = uuid7()
    stored = FileStored(
        file_id=file_id, owner=owner, purpose=purpose, media_type="image/png", size=48, sha256="ab" * 32
    )
    assert await identity.deliver(stored) == Done()
    return str(file_id)
