"""The words of every notice, filled with golden events."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from common.contracts.destinations import DestinationRejected
from common.contracts.event import Event
from common.contracts.identity import EmployerCorrected, EmployerMarked, EmployerMarkLifted, EmployerRemittanceFailed
from notifications.reactions import reactions
from notifications.templates.catalogue import CATALOGUE, can_be_switched_off, kinds_for
from notifications.templates.kinds import NoticeKind
from notifications.templates.lengths import limit_of, wechat_length
from notifications.templates.rendering import deadline_text, render
from notifications.templates.text_messages import (
    LONGEST_VALUE,
    ONE_MESSAGE,
    TEXTS,
    TextTemplate,
    faults_of,
    fitted,
    text_of,
)
from tests.notifications.support import (
    NOON,
    destination,
    employer_says,
    invitation,
    issued,
    rejected,
    samples,
    warning_says,
)

GOLDEN = Path(__file__).with_name("golden_notices.txt")
FILLED = [(kind, event) for event in samples() for kind in kinds_for(event)]


def name(value: Any) -> str:
    return value.code if isinstance(value, NoticeKind) else getattr(value, "review_step", "")


class TestEveryNotice:
    def test_reads_as_it_was_agreed(self) -> None:
        told = "\n".join(_as_text(kind, event) for kind, event in FILLED)
        assert told == GOLDEN.read_text(encoding="utf-8")

    @pytest.mark.parametrize(("kind", "event"), FILLED, ids=name)
    def test_has_no_codes_and_no_empty_places(self, kind: NoticeKind, event: Event) -> None:
        text = render(kind, event, NOON)
        words = text.title + text.body + "".join(text.wechat["fields"].values() if text.wechat else [])
        assert not re.search(r"[{}]|None|\b[a-z]+_[a-z_]+\b|department|school|graduate|\+00:00", words)
        assert not re.search(r"（\d+）|[0-9a-f]{8}-", words)
        assert "{" not in text.link
        assert text.link.startswith("/")

    @pytest.mark.parametrize(("kind", "event"), FILLED, ids=name)
    def test_fits_wechat(self, kind: NoticeKind, event: Event) -> None:
        text = render(kind, event, NOON)
        for field, value in (text.wechat["fields"] if text.wechat else {}).items():
            assert 0 < wechat_length(value) <= limit_of(field)
        assert len(text.title) <= 20
        assert len(text.body) <= 200

    def test_names_who_is_not_named_yet_by_what_they_are(self) -> None:
        unnamed = issued().model_copy(update={"employer_name": None, "graduate_name": None})
        told = [render(kind, unnamed, NOON).body.partition("的电子")[0] for kind in kinds_for(unnamed)]
        assert told == ["您与用人单位", "毕业生与贵单位"]

    def test_is_heard_of_by_a_reaction(self) -> None:
        ends_what_texts_ask = {event.type for kind in CATALOGUE for event in kind.over_after}
        assert {kind.event.type for kind in CATALOGUE} | ends_what_texts_ask == set(reactions.types)

    def test_has_a_code_of_its_own(self) -> None:
        assert len({kind.code for kind in CATALOGUE}) == len(CATALOGUE)

    def test_tells_an_audience_once(self) -> None:
        for event in samples():
            audiences = [kind.audience(event) for kind in kinds_for(event)]
            assert len(set(audiences)) == len(audiences), event.type

    def test_can_be_switched_off_only_as_a_work_item_of_staff(self) -> None:
        assert {kind.code for kind in CATALOGUE if kind.can_be_switched_off} == {
            "verification_awaits_review",
            "correction_awaits_review",
            "join_awaits_review",
            "appeal_awaits_answer",
            "agreement_awaits_review",
            "agreement_passed_on_to_school",
            "corrected_agreement_awaits_review",
            "sheet_awaits_review",
            "copy_awaits_review",
            "supplement_awaits_review",
            "rescission_submitted_for_review",
            "rescission_awaits_review",
            "rescission_passed_on_to_school",
            "review_reminder",
            "rescission_review_reminder",
            "rescission_overdue",
            "dispute_reminder",
            "review_moved_to_department",
            "rescission_review_moved_to_department",
            "destination_awaits_review",
            "destination_passed_on_to_school",
        }
        assert not can_be_switched_off("a_kind_of_the_past")


class TestWords:
    @pytest.mark.parametrize(
        ("moment", "text"),
        [
            (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), "2026年11月24日00:00之前"),
            (datetime(2024, 2, 29, 16, 0, tzinfo=UTC), "2024年3月1日00:00之前"),
            (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), "2026年12月31日23:59之前"),
        ],
    )
    def test_deadline_is_that_of_shanghai(self, moment: datetime, text: str) -> None:
        assert deadline_text(moment) == text

    def test_what_a_person_wrote_is_text_and_not_a_place(self) -> None:
        event = invitation(employer_name="{graduate_name}公司", job_title="{0}工程师")
        assert "{graduate_name}公司邀请您签约，岗位：{0}工程师" in render(kinds_for(event)[0], event, NOON).body

    def test_a_long_name_is_cut_for_wechat_and_whole_in_the_inbox(self) -> None:
        long = "北京市海淀区" * 5 + "有限公司"
        text = render(*_kind_and_event(employer_name=long), NOON)
        assert text.wechat is not None
        assert text.wechat["fields"]["thing1"] == long[:19] + "…"
        assert long in text.body

    def test_rare_characters_count_twice_and_are_never_halved(self) -> None:
        text = render(*_kind_and_event(employer_name="𠮷" * 15), NOON)
        assert text.wechat is not None
        assert text.wechat["fields"]["thing1"] == "𠮷" * 9 + "…"

    def test_a_reason_of_several_lines_is_one_line_in_wechat(self) -> None:
        event = rejected(reason="岗位\n不真实")
        fields = [text.wechat["fields"] for text in (render(k, event, NOON) for k in kinds_for(event)) if text.wechat]
        assert fields[0]["thing3"] == "岗位 不真实"

    def test_an_unknown_destination_still_tells_the_graduate(self) -> None:
        event = destination(DestinationRejected, destination_code="999", reason="材料不全")
        assert "（毕业去向）" in render(kinds_for(event)[0], event, NOON).body

    @pytest.mark.parametrize("reason", ["户名不符", "户名不符。", "户名不符；\n"])
    def test_a_reason_ends_with_one_full_stop(self, reason: str) -> None:
        event = employer_says(EmployerRemittanceFailed, verification_id=UUID(int=1), reason=reason)
        assert "原因：户名不符。请核对" in render(kinds_for(event)[0], event, NOON).body

    @pytest.mark.parametrize("detail", ["请核实工作地点", "请核实工作地点。", "请核实工作地点；\n"])
    def test_an_explanation_ends_with_one_full_stop(self, detail: str) -> None:
        bodies = [render(kind, rejected(detail=detail), NOON).body for kind in kinds_for(rejected())]
        assert all("说明：请核实工作地点。" in body and "。。" not in body and "；" not in body for body in bodies)

    def test_a_reason_of_full_stops_is_still_told(self) -> None:
        assert "原因：。。" in render(kinds_for(rejected(reason="。"))[0], rejected(reason="。"), NOON).body

    @pytest.mark.parametrize(
        ("event", "words"),
        [
            (employer_says(EmployerCorrected, changed_fields=["logo", "region_code", "motto"]), "其他信息、所在地。"),
            (employer_says(EmployerCorrected, changed_fields=[]), "已更正：其他信息。"),
            (warning_says(EmployerMarked, warning_types=["fake", "pyramid"], reason="不实"), "（虚假单位、其他）"),
            (warning_says(EmployerMarkLifted, because="court_order"), "已解除：其他。"),
        ],
    )
    def test_a_code_of_a_newer_sender_still_tells(self, event: Event, words: str) -> None:
        assert words in render(kinds_for(event)[0], event, NOON).body


class TestTextMessages:
    @pytest.mark.parametrize("template", TextTemplate)
    def test_is_one_message_with_its_signature(self, template: TextTemplate) -> None:
        longest = {"code": "49302718", "minutes": "15", "employer": "北" * LONGEST_VALUE, "deadline": "12月31日23:59"}
        longest["matter"] = "修改并重新提交"
        if "employer" in TEXTS[template].params and "code" in TEXTS[template].params:
            longest["code"] = "493027"
        values = {name: longest[name] for name in TEXTS[template].params}
        text = "【网签平台】" + text_of(template, fitted(template, values))
        assert len(text) <= ONE_MESSAGE
        assert not re.search(r"[{}]", text)

    def test_every_template_has_its_words(self) -> None:
        assert set(TEXTS) == set(TextTemplate)

    @pytest.mark.parametrize(("kind", "event"), [pair for pair in FILLED if pair[0].sms], ids=name)
    def test_notices_fill_in_what_their_template_takes(self, kind: NoticeKind, event: Event) -> None:
        text = render(kind, event, NOON).sms
        assert text is not None
        assert faults_of(TextTemplate(text["template"]), text["params"]) == {}

    def test_a_long_name_is_cut(self) -> None:
        text = render(*_kind_and_event(employer_name="北京市海淀区" * 5), NOON).sms
        assert text is not None
        assert text["params"]["employer"] == ("北京市海淀区" * 5)[:19] + "…"

    def test_are_for_what_has_a_clock_and_follow_wechat_unless_the_guides_ask_for_them(self) -> None:
        with_text = {kind.code: kind for kind in CATALOGUE if kind.sms}
        always = {"remittance_made", "agreement_amended"}
        deadlines = {"remittance_made", "invitation_received", "invitation_amended", "invitation_reminder"}
        clocks = {"confirmation_reminder", "upload_reminder", "edit_reminder", "rescission_reminder"}
        assert set(with_text) == always | deadlines | clocks
        assert {code for code, kind in with_text.items() if kind.has_deadline} == deadlines
        assert {code for code, kind in with_text.items() if kind.sms and kind.sms.always} == always
        assert {code for code, kind in with_text.items() if kind.wechat is None} == {"remittance_made"}


def _kind_and_event(**changes: Any) -> tuple[NoticeKind, Event]:
    event = invitation(**changes)
    return kinds_for(event)[0], event


def _as_text(kind: NoticeKind, event: Event) -> str:
    text = render(kind, event, NOON)
    lines = [f"[{kind.code}] {event.type}", text.title, text.body]
    if text.sms:
        lines.append("短信 " + text_of(TextTemplate(text.sms["template"]), text.sms["params"]))
    if text.wechat:
        lines.append(f"微信 {text.wechat['template']}: " + " | ".join(text.wechat["fields"].values()))
    return "\n".join(lines) + "\n"
