"""What people do about corrections, over HTTP."""

from typing import Any
from uuid import uuid4

import httpx

from common.auth.actors import CentreUser, EmployerUser
from common.testing.harness import ServiceHarness
from tests.identity.employers.support import ask_for, verified
from tests.identity.support import TextMessages

NEW_NAME = "杭州云栖数据科技有限公司"
REJECTION = {"reason_code": "proof_missing", "detail": "请补充变更登记通知书"}
OTHER_REVIEWER = CentreUser(id=uuid4(), name="赵审核")


async def asked(identity: ServiceHarness, texts: TextMessages, centre: CentreUser) -> tuple[EmployerUser, str]:
    """A user of a verified employer, and a request for a new name and phone."""
    user = await verified(identity, texts, centre)
    answer = await ask_for(identity, user, name=NEW_NAME, contact_phone="0571-66668888")
    assert answer.status_code == 201, answer.text
    return user, answer.json()["id"]


async def at_centre(identity: ServiceHarness, actor: CentreUser, correction: str, verb: str) -> httpx.Response:
    body = REJECTION if verb == "reject" else {}
    return await identity.client(actor).post(f"/v1/employer-corrections/{correction}/{verb}", json=body)


async def withdraw(identity: ServiceHarness, user: EmployerUser, correction: str) -> httpx.Response:
    return await identity.client(user).post(f"/v1/employer/corrections/{correction}/withdraw")


async def directly(
    identity: ServiceHarness, centre: CentreUser, user: EmployerUser, version: int, **changes: Any
) -> httpx.Response:
    form = {"changes": changes, "reason": "来电核实，有营业执照为证", "version": version}
    return await identity.client(centre).post(f"/v1/employers/{user.employer_id}/corrections", json=form)


async def shown(identity: ServiceHarness, user: EmployerUser) -> dict[str, Any]:
    return (await identity.client(user).get("/v1/employer")).json()
