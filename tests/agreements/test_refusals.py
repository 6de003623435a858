"""Every refusal says what to do and who can change it."""

from collections.abc import Iterator

import pytest

from agreements.favourites.errors import NoSuchGraduate
from agreements.offline.states import apply as apply_offline
from agreements.records.queries.actions import options_of
from agreements.records.states import Action, Doer, Kind, Status
from agreements.rescission.states import LIVES
from agreements.service import service
from common.auth.actors import Actor
from common.errors import Conflict, Forbidden, Problem
from common.review import ReviewStep
from tests.agreements.matrix import DEPARTMENT, EMPLOYER, GRADUATE, NOW, SCHOOL, case


def actor_in(doer: Doer) -> Actor:
    assert isinstance(doer, Actor)
    return doer


def ours(base: type[Problem]) -> Iterator[type[Problem]]:
    for kind in base.__subclasses__():
        if kind.__module__.startswith("agreements."):
            yield kind
        yield from ours(kind)


class TestRefusals:
    def test_all_have_a_remedy(self) -> None:
        assert service.name == "agreements"
        kinds = {*ours(Conflict), *ours(Forbidden)}
        assert len(kinds) > 20
        assert [kind.__name__ for kind in kinds if not kind.remedy] == []

    @pytest.mark.parametrize("status", [Status.RESCINDED, Status.VOIDED])
    def test_of_what_has_ended_name_a_person(self, status: Status) -> None:
        assert status.moved_by(Kind.ONLINE) == "无人可以改变；可由用人单位重新发起签约邀请"
        assert status.moved_by(Kind.SUPPLEMENT) == "无人可以改变；毕业生可重新填写并提交"

    @pytest.mark.parametrize("kind", [Kind.OFFLINE, Kind.SUPPLEMENT])
    def test_tell_the_employer_who_asks_for_rescission_on_paper(self, kind: Kind) -> None:
        with pytest.raises(Problem) as refused:
            LIVES[kind].apply(case(Status.SIGNED, kind=kind), Action.REQUEST_RESCISSION, EMPLOYER, NOW)
        assert refused.value.detail == "线下签约、补登只能由毕业生申请解约。"
        assert refused.value.who_can_change == "毕业生，可申请解约"
        shown = {
            option.action: option.refusal
            for option in options_of(actor_in(EMPLOYER), case(Status.SIGNED, kind=kind), NOW)
        }
        assert shown[Action.REQUEST_RESCISSION] is not None

    @pytest.mark.parametrize("kind", [Kind.OFFLINE, Kind.SUPPLEMENT])
    @pytest.mark.parametrize(
        ("actor", "action", "fact"),
        [
            (SCHOOL, Action.FORCE_RESCISSION, "强制解约只用于线上签约"),
            (GRADUATE, Action.AGREE_RESCISSION, "不在平台上回应"),
            (EMPLOYER, Action.AGREE_RESCISSION, "不在平台上回应"),
            (GRADUATE, Action.DECLINE_RESCISSION, "不在平台上回应"),
            (EMPLOYER, Action.DECLINE_RESCISSION, "不在平台上回应"),
            (EMPLOYER, Action.WITHDRAW_RESCISSION, "只能由毕业生申请解约"),
        ],
    )
    def test_tell_of_what_only_online_agreements_know(self, kind: Kind, actor: Doer, action: Action, fact: str) -> None:
        paper = case(Status.RESCISSION_REQUESTED, ReviewStep.SCHOOL, kind=kind)
        shown = {option.action: option.refusal for option in options_of(actor_in(actor), paper, NOW)}
        refusal = shown[action]
        assert refusal is not None
        assert fact in refusal.detail
        assert (refusal.status, bool(refusal.advice), bool(refusal.who_can_change)) == (403, True, True)
        with pytest.raises(Problem) as refused:
            LIVES[kind].apply(paper, action, actor, NOW)
        assert refused.value.detail == refusal.detail

    def test_do_not_send_for_somebody_where_nobody_can(self) -> None:
        with pytest.raises(Problem) as refused:
            LIVES[Kind.OFFLINE].apply(case(Status.SIGNED, kind=Kind.OFFLINE), Action.FORCE_RESCISSION, DEPARTMENT, NOW)
        assert refused.value.detail == "此类签约没有这项操作。"
        assert "一方" not in refused.value.advice

    def test_tell_reviewers_that_online_rescissions_are_not_returned(self) -> None:
        shown = {
            option.action: option.refusal
            for option in options_of(actor_in(SCHOOL), case(Status.RESCISSION_IN_REVIEW), NOW)
        }
        refusal = shown[Action.RETURN_RESCISSION]
        assert refusal is not None
        assert (refusal.status, bool(refusal.advice), bool(refusal.who_can_change)) == (403, True, True)

    @pytest.mark.parametrize(
        ("kind", "status", "who"),
        [
            (Kind.OFFLINE, Status.SHEET_PASSED, "毕业生或用人单位，上传盖章的就业协议；毕业生可撤回申请"),
            (Kind.ONLINE, Status.IN_REVIEW, "学校（院系）审核人员"),
            (Kind.SUPPLEMENT, Status.SIGNED, "毕业生，与用人单位协商后申请解约，由学校审核"),
            (Kind.ONLINE, Status.SIGNED, "签约双方协商解约，由学校审核"),
            (Kind.ONLINE, Status.RESCISSION_REJECTED, "签约仍有效；任何一方可再次申请解约"),
            (Kind.OFFLINE, Status.RESCISSION_REJECTED, "签约仍有效；毕业生可再次申请解约"),
        ],
    )
    def test_speak_of_forms_to_who_fills_in_a_second_one(self, kind: Kind, status: Status, who: str) -> None:
        second = case(None, kind=Kind.OFFLINE, live_with="甲公司", live_kind=kind, live_status=status)
        with pytest.raises(Problem) as refused:
            apply_offline(second, Action.SUBMIT_SHEET, GRADUATE, NOW)
        assert refused.value.who_can_change == who
        assert kind.label in refused.value.detail
        assert "邀请" not in refused.value.detail + refused.value.advice

    def test_name_the_cohort_that_was_looked_for(self) -> None:
        refused = NoSuchGraduate(2026)
        assert "2026届" in refused.detail
        assert "届别" in refused.advice
        assert "届别" not in NoSuchGraduate().advice
