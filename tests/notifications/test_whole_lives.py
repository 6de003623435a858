"""Every process of an agreement's life: who is told, over which channels, and what is over."""

from datetime import timedelta
from typing import Any

import pytest

from agreements.records.states import Status
from agreements.records.states.reminders import reminder_due
from common.auth.actors import Actor
from common.contracts import agreements as said
from common.contracts.event import Event
from common.messaging.consumer import Done
from common.testing.harness import ServiceHarness
from notifications.templates.catalogue import kinds_for
from notifications.templates.kinds import to_employer
from notifications.templates.rendering import render
from tests.contracts.variations import variations
from tests.notifications.agreements_say import DEADLINE, NOON, remind, say
from tests.notifications.people import People
from tests.notifications.support import (
    DEPARTMENT_USER,
    EMPLOYER_USER,
    GRADUATE,
    SCHOOL_USER,
    Outside,
    accepted,
    bind,
    invitation,
    send,
    statuses,
    titles,
)
from tests.notifications.test_text_notices import GRADUATES_MOBILE, people, send_texts, texts

__all__ = ["people"]
pytestmark = pytest.mark.usefixtures("noon")

READERS: dict[str, Actor] = {
    "employer": EMPLOYER_USER,
    "graduate": GRADUATE,
    "department": DEPARTMENT_USER,
    "school": SCHOOL_USER,
}
FAR = NOON + timedelta(days=90)
BY_GRADUATE = {"by": "graduate"}
TOLD: list[tuple[Event, set[str]]] = [
    (say(said.InvitationAmended), {"graduate"}),
    (say(said.InvitationWithdrawn), {"graduate"}),
    (say(said.AgreementReturned), {"employer", "graduate"}),
    (say(said.AgreementReturned, kind="supplement"), {"graduate"}),
    (say(said.AgreementRejected, kind="offline"), {"employer", "graduate"}),
    (say(said.AgreementCorrected), {"graduate"}),
    (say(said.CorrectionConfirmed), {"employer", "department"}),
    (say(said.CorrectionConfirmed, review_step="school"), {"employer", "school"}),
    (say(said.CorrectionRefused), {"employer"}),
    (say(said.OfflineAgreementSubmitted), {"employer", "department"}),
    (say(said.OfflineAgreementPrepared), {"employer", "graduate"}),
    (say(said.SealedCopySubmitted), {"graduate", "department"}),
    (say(said.SealedCopySubmitted, **BY_GRADUATE, review_step="school"), {"employer", "school"}),
    (say(said.SealedCopyRefused), {"employer", "graduate"}),
    (say(said.SupplementSubmitted), {"employer", "department"}),
    (say(said.SupplementWithdrawn), {"employer"}),
    (say(said.ApplicationDiscarded), {"employer"}),
    (say(said.RescissionRequested), {"graduate"}),
    (say(said.RescissionRequested, **BY_GRADUATE), {"employer"}),
    (say(said.RescissionRequested, **BY_GRADUATE, review_step="department"), {"employer", "department"}),
    (say(said.RescissionWithdrawn), {"graduate"}),
    (say(said.RescissionWithdrawn, **BY_GRADUATE), {"employer"}),
    (say(said.RescissionAgreed), {"graduate", "department"}),
    (say(said.RescissionAgreed, **BY_GRADUATE), {"employer", "department"}),
    (say(said.RescissionDeclined), {"graduate"}),
    (say(said.RescissionDeclined, **BY_GRADUATE), {"employer"}),
    (say(said.RescissionPassedByDepartment), {"graduate", "school"}),
    (say(said.RescissionReturned), {"graduate"}),
    (say(said.RescissionRejected), {"employer", "graduate"}),
    (say(said.RescissionRejected, kind="offline"), {"employer", "graduate"}),
    (say(said.AgreementRescinded), {"employer", "graduate"}),
    (say(said.AgreementVoided), {"employer", "graduate"}),
    (say(said.AgreementVoided, reason="异议成立"), {"employer", "graduate"}),
    (say(said.AgreementInvalidated), {"employer", "graduate"}),
    (say(said.AgreementAmended), {"employer", "graduate"}),
    (say(said.AgreementDisputed), {"employer", "school"}),
    (say(said.DisputeDismissed), {"employer", "graduate"}),
    (say(said.AgreementMovedDepartment), {"department"}),
    (say(said.AgreementMovedDepartment, matter="rescission_review"), {"department"}),
    (say(said.AgreementMovedDepartment, review_step="school"), set()),
    (say(said.AgreementMovedDepartment, review_step=None, matter=None), set()),
    (remind("graduate", "invitation"), {"graduate"}),
    (remind("graduate", "invitation", due_at=None), set()),
    (remind("employer", "correction"), {"employer"}),
    (remind("department", "review"), {"department"}),
    (remind("school", "rescission_review"), {"school"}),
    (remind("school", "dispute"), {"school"}),
    (remind("employer", "rescission", overdue=False), {"employer"}),
    (remind("employer", "rescission"), {"employer", "school"}),
]
SIMPLE = [kind for kind in (getattr(said, name) for name in said.__all__) if kind.subject_field != "settings_id"]


def name(value: Any) -> str:
    return type(value).__name__ if isinstance(value, Event) else "+".join(sorted(value)) or "nobody"


class TestWhoIsTold:
    @pytest.mark.parametrize(("event", "whom"), TOLD, ids=name)
    async def test_is_whom_it_concerns_and_nobody_else(
        self, harness: ServiceHarness, event: Event, whom: set[str]
    ) -> None:
        assert await harness.deliver(event) == Done()
        assert {who for who, actor in READERS.items() if await titles(harness, actor)} == whom

    @pytest.mark.parametrize("kind", [kind for kind in SIMPLE if kind is not said.AgreementFacts])
    async def test_is_never_an_employer_that_was_typed_in(self, harness: ServiceHarness, kind: type[Event]) -> None:
        for event in variations(kind):
            typed_in = event.model_copy(update={"employer_id": None})
            assert await harness.deliver(typed_in) == Done()
        audiences = {row.audience for row in await harness.rows("SELECT DISTINCT audience FROM notices")}
        assert [audience for audience in audiences if audience.startswith("employer") or "None" in audience] == []


class TestReminders:
    @pytest.mark.parametrize("status", Status)
    @pytest.mark.parametrize("step", ["department", "school"])
    def test_of_every_wait_reach_whom_they_are_for(self, status: Status, step: str) -> None:
        moment = DEADLINE - timedelta(hours=1)
        due = reminder_due(status, step, NOON, DEADLINE, moment) or reminder_due(status, step, NOON, None, FAR)
        if due is None:
            return
        for whom in due.remind:
            event = remind(whom, due.matter, overdue=due.overdue)
            assert whom in {str(kind.audience(event)).split(":")[0] for kind in kinds_for(event)}


class TestGraduatesOnWeChat:
    @pytest.mark.parametrize("event", [event for event, whom in TOLD if "graduate" in whom], ids=name)
    async def test_are_told_there_too(self, harness: ServiceHarness, outside: Outside, event: Event) -> None:
        await bind(harness, outside)
        await harness.deliver(event)
        await send(harness)
        (message,) = await outside.wechat()
        assert message["template_id"] in {
            "invitation_received",
            "review_result",
            "agreement_progress",
            "agreement_amended",
            "matter_waits",
        }


class TestWhatTheSchoolAmends:
    async def test_is_told_by_wechat_and_by_text_message(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await bind(harness, outside)
        await harness.deliver(say(said.AgreementAmended))
        await send(harness)
        await send_texts(harness)
        assert len(await outside.wechat()) == 1
        (text,) = await texts(outside, GRADUATES_MOBILE)
        assert "学校修改了您与北京示范科技有限公司的签约信息" in text

    async def test_is_told_by_one_text_message_without_wechat_or_when_it_fails(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await bind(harness, outside)
        await outside.unfollow("o-ouyang")
        await harness.deliver(say(said.AgreementAmended))
        await send(harness)
        await send_texts(harness)
        assert len(await texts(outside, GRADUATES_MOBILE)) == 1


class TestWhatHasAClock:
    @pytest.mark.parametrize(
        "event",
        [
            say(said.InvitationAmended),
            remind("graduate", "invitation"),
            remind("graduate", "confirmation"),
            remind("graduate", "upload"),
            remind("graduate", "edit"),
            remind("graduate", "rescission"),
        ],
        ids=lambda event: getattr(event, "matter", "amended"),
    )
    async def test_is_told_by_text_message_where_wechat_cannot(
        self, harness: ServiceHarness, outside: Outside, people: People, event: Event
    ) -> None:
        await harness.deliver(event)
        await send_texts(harness)
        (text,) = await texts(outside, GRADUATES_MOBILE)
        assert "北京示范科技有限公司" in text

    async def test_is_told_over_wechat_alone_where_that_works(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await bind(harness, outside)
        await harness.deliver(remind("graduate", "rescission"))
        await send(harness)
        await send_texts(harness)
        assert (len(await outside.wechat()), await texts(outside, GRADUATES_MOBILE)) == (1, [])

    async def test_is_not_told_by_text_message_to_employers_and_staff(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        for whom, matter in (("employer", "rescission"), ("employer", "correction"), ("school", "review")):
            await harness.deliver(remind(whom, matter))
        assert await send_texts(harness) == 0


class TestInvalidated:
    @pytest.mark.parametrize(("was_signed", "word"), [(True, "原签约"), (False, "尚未完成的签约")])
    def test_says_what_it_was(self, was_signed: bool, word: str) -> None:
        event = say(said.AgreementInvalidated, was_signed=was_signed)
        bodies = [render(kind, event, NOON).body for kind in kinds_for(event)]
        assert len(bodies) == 2
        assert all(word in body for body in bodies)


class TestRescissionThatWasNotPassed:
    @pytest.mark.parametrize(
        ("kind", "again"), [("online", "可再次申请"), ("offline", "只有毕业生可"), ("supplement", "只有毕业生可")]
    )
    def test_tells_the_employer_who_can_ask_again(self, kind: str, again: str) -> None:
        event = say(said.RescissionRejected, kind=kind)
        [body] = [render(told, event, NOON).body for told in kinds_for(event) if told.audience is to_employer]
        assert f"签约仍有效，{again}" in body or f"签约仍有效；{again}" in body


class TestMatterThatIsDone:
    @pytest.mark.parametrize(
        ("matter", "done"),
        [
            ("confirmation", said.CorrectionConfirmed),
            ("confirmation", said.CorrectionRefused),
            ("upload", said.SealedCopySubmitted),
            ("upload", said.ApplicationDiscarded),
            ("edit", said.SupplementSubmitted),
            ("rescission", said.RescissionWithdrawn),
            ("rescission", said.RescissionAgreed),
            ("rescission", said.AgreementInvalidated),
        ],
    )
    async def test_is_not_reminded_of_any_more(
        self, harness: ServiceHarness, outside: Outside, people: People, matter: str, done: type[Event]
    ) -> None:
        await harness.deliver(remind("graduate", matter), sequence=1)
        await harness.deliver(say(done), sequence=2)
        assert await send_texts(harness) == 0
        assert await statuses(harness, "sms") == [("abandoned", 0, "superseded")]

    async def test_asks_for_no_confirmation_over_wechat_any_more(
        self, harness: ServiceHarness, outside: Outside
    ) -> None:
        await bind(harness, outside)
        await harness.deliver(say(said.AgreementCorrected), sequence=1)
        await harness.deliver(say(said.CorrectionConfirmed), sequence=2)
        await send(harness)
        assert await outside.wechat() == []


class TestInvitationThatIsOver:
    @pytest.mark.parametrize(
        "event",
        [accepted(), say(said.InvitationDeclined), say(said.InvitationExpired), say(said.InvitationWithdrawn)],
        ids=name,
    )
    @pytest.mark.parametrize("asked", [invitation(), say(said.InvitationAmended), remind("graduate", "invitation")])
    async def test_asks_for_no_answer_any_more(
        self, harness: ServiceHarness, outside: Outside, people: People, asked: Event, event: Event
    ) -> None:
        await harness.deliver(asked, sequence=1)
        await harness.deliver(event, sequence=2)
        assert await send_texts(harness) == 0
        assert await statuses(harness, "sms") == [("abandoned", 0, "superseded")]

    async def test_is_not_told_over_wechat_any_more_either(self, harness: ServiceHarness, outside: Outside) -> None:
        await bind(harness, outside)
        await harness.deliver(invitation(), sequence=1)
        await harness.deliver(say(said.InvitationWithdrawn), sequence=2)
        await send(harness)
        assert [message["template_id"] for message in await outside.wechat()] == ["agreement_progress"]

    async def test_gives_way_to_its_new_terms(self, harness: ServiceHarness, outside: Outside, people: People) -> None:
        await harness.deliver(invitation(), sequence=1)
        await harness.deliver(say(said.InvitationAmended), sequence=2)
        assert await send_texts(harness) == 1
        (text,) = await texts(outside, GRADUATES_MOBILE)
        assert "修改了签约邀请" in text

    async def test_leaves_alone_the_invitation_of_another_employer(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await harness.deliver(invitation())
        await harness.deliver(say(said.InvitationWithdrawn, agreement_id=GRADUATE.id))
        assert await send_texts(harness) == 1
