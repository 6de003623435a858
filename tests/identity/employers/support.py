"""Verified employers and their further users, made over HTTP as people make them."""

from typing import Any

import httpx

from common.auth.actors import CentreUser, EmployerUser
from common.testing.harness import ServiceHarness
from tests.identity.support import EMPLOYER, TextMessages, employer_user, register, submit, upload

SECOND_MOBILE = "13912340002"
THIRD_MOBILE = "13912340003"
OTHER_USCC = "91310115MA1TTT9930"


async def verified(
    identity: ServiceHarness, texts: TextMessages, centre: CentreUser, mobile: str = "13812340001", **changes: Any
) -> EmployerUser:
    """A user of an employer that the centre has approved."""
    user = await employer_user(identity, texts, mobile, **changes)
    approved = await identity.client(centre).post(f"/v1/verifications/{await submit(identity, user)}/approve")
    assert approved.status_code == 200, approved.text
    return user


async def newcomer(
    identity: ServiceHarness, texts: TextMessages, mobile: str = SECOND_MOBILE, name: str = "赵同事"
) -> EmployerUser:
    """A registered user who has given a name and belongs to no employer."""
    user = EmployerUser(id=await register(identity, texts, mobile), name=name, employer_id=None)
    named = await identity.client(user).patch("/v1/employer-users/me", json={"name": name})
    assert named.status_code == 200, named.text
    return user


async def ask_to_join(identity: ServiceHarness, user: EmployerUser, uscc: str = EMPLOYER["uscc"]) -> httpx.Response:
    """Ask to join the employer of this USCC."""
    return await identity.client(user).post("/v1/employer/join-requests", json={"uscc": uscc, "note": "人力资源部"})


async def colleague(
    identity: ServiceHarness, texts: TextMessages, user: EmployerUser, mobile: str = SECOND_MOBILE, name: str = "赵同事"
) -> EmployerUser:
    """A further user, let in by the first."""
    joining = await newcomer(identity, texts, mobile, name)
    asked = await ask_to_join(identity, joining)
    assert asked.status_code == 201, asked.text
    let_in = await identity.client(user).post(f"/v1/employer/join-requests/{asked.json()['id']}/approve")
    assert let_in.status_code == 200, let_in.text
    return EmployerUser(id=joining.id, name=name, employer_id=user.employer_id)


async def removed(
    identity: ServiceHarness, texts: TextMessages, centre: CentreUser, user: EmployerUser
) -> EmployerUser:
    """A further user of the employer, sent away again, whose token still names it."""
    joining = await newcomer(identity, texts)
    client, users = identity.client(centre), f"/v1/employers/{user.employer_id}/users"
    added = await client.post(users, json={"mobile": SECOND_MOBILE})
    assert added.status_code == 201, added.text
    gone = await client.post(f"{users}/{joining.id}/remove", json={"reason": "已离职"})
    assert gone.status_code == 200, gone.text
    return EmployerUser(id=joining.id, name=joining.name, employer_id=user.employer_id)


def is_refused(answer: httpx.Response) -> bool:
    """Whether somebody was turned away for not belonging to the employer any more."""
    return (answer.status_code, answer.json()["code"]) == (403, "identity.not_a_member")


async def proof(identity: ServiceHarness, user: EmployerUser) -> str:
    """An upload of the user's employer that proves a correction."""
    return await upload(identity, f"employer:{user.employer_id}", "correction_proof")


async def ask_for(identity: ServiceHarness, user: EmployerUser, **changes: Any) -> httpx.Response:
    """Ask for a correction of these fields."""
    form = {"changes": changes, "reason": "公司更名，附变更登记通知书", "file_ids": [await proof(identity, user)]}
    return await identity.client(user).post("/v1/employer/corrections", json=form)
