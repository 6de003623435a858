"""What is queued is taken back as soon as nobody is waited for any more: held against the transition tables."""

from importlib import import_module

import pytest

from agreements.records.states import Action, Line, Status
from agreements.records.states.reminders import MATTERS
from common.contracts import agreements as said
from common.contracts.event import Event
from common.testing.harness import ServiceHarness
from deploy.docs.states import MACHINES
from notifications.templates.agreements import KINDS
from notifications.templates.kinds import NoticeKind
from tests.notifications.agreements_say import remind, say
from tests.notifications.people import People
from tests.notifications.support import Outside, bind, send, statuses
from tests.notifications.test_text_notices import people, send_texts

__all__ = ["people"]
pytestmark = pytest.mark.usefixtures("noon")

STAFF = ("review", "rescission_review")
"""What reviewers are asked for stands in their inbox alone: nothing is queued."""
ASKED_AT_ONCE = {
    "correction_awaits_confirmation": "confirmation",
    "invitation_received": "invitation",
    "invitation_amended": "invitation",
}
OVER_IN_PLACE = (Action.AMEND_INVITATION, Action.DISPUTE)
"""The status stays: there is another deadline, or nobody can do anything until the school has decided."""
LINES: list[Line] = [
    line
    for machine in MACHINES
    if machine.module.startswith("agreements.")
    for line in import_module(machine.module).TRANSITIONS
]


def matter_of(kind: NoticeKind) -> str | None:
    """What the notice asks for, if it asks a party."""
    matter = ASKED_AT_ONCE.get(kind.code) or kind.code.removesuffix("_to_employer").removesuffix("_reminder")
    return matter if matter in {asked for asked, _ in MATTERS.values()} - set(STAFF) else None


def ends(matter: str) -> set[type[Event]]:
    """After which events nobody is waited for in this matter any more, as the tables say."""
    waiting = {status for status in Status if MATTERS.get(status, ("",))[0] == matter}
    over = [line for line in LINES if line.source in waiting and (line.target != line.source or _over_in_place(line))]
    return {line.event for line in over if line.event is not None}


def _over_in_place(line: Line) -> bool:
    return line.action in OVER_IN_PLACE


ASKING = [(kind, matter) for kind in KINDS if (matter := matter_of(kind))]


class TestWhatIsAskedFor:
    @pytest.mark.parametrize(("kind", "matter"), ASKING, ids=[kind.code for kind, _ in ASKING])
    def test_is_taken_back_by_whatever_ends_the_wait_and_by_nothing_else(self, kind: NoticeKind, matter: str) -> None:
        assert {event.__name__ for event in kind.over_after} == {event.__name__ for event in ends(matter)}

    def test_is_every_matter_of_a_party(self) -> None:
        assert {matter for _, matter in ASKING} == {matter for matter, _ in MATTERS.values()} - set(STAFF)

    def test_goes_out_no_more_once_the_school_has_rejected_the_correction(self) -> None:
        assert said.AgreementRejected in ends("confirmation")


class TestConfirmation:
    @pytest.mark.parametrize("over", [said.AgreementRejected, said.AgreementDisputed])
    async def test_is_asked_for_neither_by_wechat_nor_by_text_message_after_the_end(
        self, harness: ServiceHarness, outside: Outside, people: People, over: type[Event]
    ) -> None:
        await bind(harness, outside)
        await harness.deliver(say(said.AgreementCorrected), sequence=1)
        await harness.deliver(say(over), sequence=2)
        await send(harness)
        asked = [message for message in await outside.wechat() if message["template_id"] == "agreement_progress"]
        assert asked == []

    async def test_is_reminded_of_by_no_text_message_after_a_rejection(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await harness.deliver(remind("graduate", "confirmation"), sequence=1)
        await harness.deliver(say(said.AgreementRejected), sequence=2)
        assert await send_texts(harness) == 0
        assert await statuses(harness, "sms") == [("abandoned", 0, "superseded")]
