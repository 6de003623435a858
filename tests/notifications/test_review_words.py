"""鉴证 of two-party agreements and 审核 of three-party ones, exactly where the guides have both words (guides/003)."""

import pytest

from common.contracts import agreements as said
from common.contracts.destinations import DestinationSubmitted
from common.contracts.event import Event
from notifications.templates.catalogue import kinds_for
from notifications.templates.rendering import render
from notifications.templates.review_words import OF_RESCISSIONS
from tests.contracts.variations import variations
from tests.notifications.agreements_say import DEADLINE, NOON, remind, say
from tests.notifications.support import accepted, destination, passed, rejected, signed

TWO_PARTY = {"agreement_type": "two_party"}
ATTESTED = [
    accepted("department", **TWO_PARTY),
    passed(**TWO_PARTY),
    passed(**TWO_PARTY, kind="offline", offline_review="copy"),
    signed(**TWO_PARTY),
    signed(**TWO_PARTY, kind="offline"),
    rejected(**TWO_PARTY),
    say(said.AgreementReturned, **TWO_PARTY),
    say(said.AgreementCorrected, **TWO_PARTY),
    say(said.CorrectionConfirmed, **TWO_PARTY),
    say(said.SealedCopySubmitted, **TWO_PARTY, kind="offline"),
    say(said.SealedCopyRefused, **TWO_PARTY, kind="offline"),
    say(said.RescissionRequested, **TWO_PARTY),
    say(said.RescissionRequested, **TWO_PARTY, kind="supplement", by="graduate", review_step="school"),
    say(said.RescissionAgreed, **TWO_PARTY),
    say(said.RescissionPassedByDepartment, **TWO_PARTY, kind="offline"),
    say(said.RescissionRejected, **TWO_PARTY),
    remind("school", "review", **TWO_PARTY, kind="online"),
    remind("department", "rescission_review", **TWO_PARTY, kind="supplement"),
]
REVIEWED = [
    passed(**TWO_PARTY, kind="offline", offline_review="sheet"),
    say(said.OfflineAgreementSubmitted, **TWO_PARTY, kind="offline"),
    say(said.OfflineAgreementPrepared, **TWO_PARTY, kind="offline"),
    say(said.AgreementReturned, **TWO_PARTY, kind="offline"),
    say(said.AgreementRejected, **TWO_PARTY, kind="supplement"),
    say(said.SupplementSubmitted, **TWO_PARTY, kind="supplement"),
    signed(**TWO_PARTY, kind="supplement"),
    remind("school", "review", **TWO_PARTY, kind="supplement"),
    remind("school", "review"),
    accepted("department"),
    accepted("department", agreement_type="three_party"),
    destination(DestinationSubmitted, review_step="department"),
]


def words(event: Event) -> str:
    """All that anybody is told of an event."""
    told = [render(kind, event, NOON) for kind in kinds_for(event)]
    return " ".join(
        " ".join([each.title, each.body, *(each.wechat["fields"].values() if each.wechat else [])]) for each in told
    )


class TestReviewWord:
    @pytest.mark.parametrize("event", ATTESTED, ids=lambda event: event.type)
    def test_of_a_two_party_agreement_is_the_guides_other_one(self, event: Event) -> None:
        assert "鉴证" in words(event)
        assert "审核" not in words(event)

    @pytest.mark.parametrize("event", REVIEWED, ids=lambda event: event.type)
    def test_is_the_commoner_one_for_forms_and_for_who_does_not_say_the_type(self, event: Event) -> None:
        assert "审核" in words(event)
        assert "鉴证" not in words(event)

    @pytest.mark.parametrize("kind", [*OF_RESCISSIONS, said.AgreementSigned, said.AgreementRejected, said.ReminderDue])
    def test_is_one_word_within_a_notice(self, kind: type[Event]) -> None:
        for event in variations(kind):
            for told in (render(each, event, DEADLINE) for each in kinds_for(event)):
                text = " ".join([told.title, told.body, *(told.wechat["fields"].values() if told.wechat else [])])
                assert not ("鉴证" in text and "审核" in text), text

    def test_names_who_attests(self) -> None:
        title, body = (
            "有签约等待鉴证",
            "计算机学院欧阳静怡与北京示范科技有限公司的签约等待院系鉴证。",
        )
        assert (title in words(ATTESTED[0]), body in words(ATTESTED[0])) == (True, True)
        assert "鉴证不通过" in words(rejected(**TWO_PARTY)).split()
