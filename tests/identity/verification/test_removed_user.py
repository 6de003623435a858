"""A token that is older than its holder's removal opens nothing of the verification."""

from common.auth.actors import CentreUser
from common.testing.harness import ServiceHarness
from tests.identity.employers.support import is_refused, removed
from tests.identity.support import TextMessages, employer_user, material

PATH = "/v1/employer/verifications"


class TestARemovedUser:
    async def test_submits_and_reads_nothing_with_an_old_token(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await employer_user(identity, texts)
        gone = identity.client(await removed(identity, texts, centre, user))

        assert is_refused(await gone.post(PATH, json=await material(identity, user)))
        assert is_refused(await gone.get(PATH))
        assert (await identity.client(user).get(PATH)).json() == []
