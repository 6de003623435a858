"""Every event of an employer has a number of its own, and a later event a higher one."""

import asyncio

from common.auth.actors import CentreUser
from common.testing.harness import ServiceHarness
from tests.identity.employers.support import ask_for, ask_to_join, colleague, newcomer, verified
from tests.identity.support import TextMessages


async def numbers(identity: ServiceHarness) -> list[int]:
    return [each.sequence for each in await identity.envelopes() if each.type.startswith("identity.employer.")]


class TestEventsOfOneEmployer:
    async def test_rise_through_joining_corrections_and_leaving(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        joined = await colleague(identity, texts, user)
        asked = await ask_for(identity, user, postcode="310012")
        refusal = {"reason_code": "proof_missing", "detail": "请补充变更登记通知书"}
        path = f"/v1/employer-corrections/{asked.json()['id']}/reject"
        rejected = await identity.client(centre).post(path, json=refusal)
        assert rejected.status_code == 200, rejected.text
        assert (await identity.client(joined).post("/v1/employer/leave")).status_code == 200

        said = await numbers(identity)
        assert len(said) == 7
        assert said == sorted(set(said))

    async def test_differ_when_several_things_happen_at_once(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        applicants = [await newcomer(identity, texts, f"1391234000{digit}") for digit in (2, 3, 4)]
        answers = await asyncio.gather(
            *(ask_to_join(identity, each) for each in applicants), ask_for(identity, user, postcode="310012")
        )

        assert [answer.status_code for answer in answers] == [201] * 4
        said = await numbers(identity)
        assert len(said) == len(set(said)) == 6
