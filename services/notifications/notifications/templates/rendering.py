"""Filling a notice with an event's facts: labels instead of codes, Shanghai time instead of UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.clock import SHANGHAI
from common.contracts.codes import DESTINATIONS
from common.contracts.event import Event
from common.contracts.values.checked import ValueFault
from notifications.templates.kinds import NoticeKind, SmsText, WeChatText
from notifications.templates.labels import STEPS, labels_of
from notifications.templates.lengths import cut, limit_of
from notifications.templates.review_words import review_word
from notifications.templates.text_messages import LONGEST_VALUE

SENTENCE_ENDS = "。．.；;，, \n"


@dataclass(frozen=True)
class Rendered:
    """A notice in words. `wechat` is `{template, link, fields}`, `sms` is `{template, params}`, or None."""

    title: str
    body: str
    link: str
    deadline: datetime | None
    wechat: dict[str, Any] | None
    sms: dict[str, Any] | None


def render(kind: NoticeKind, event: Event, occurred_at: datetime) -> Rendered:
    """The words of one notice. Names and reasons come from people and are put in as they are, as plain text."""
    facts = facts_of(event, occurred_at)
    link = kind.link.format_map(facts)
    return Rendered(
        title=kind.title.format_map(facts),
        body=kind.body.format_map(facts),
        link=link,
        deadline=_deadline(event.model_dump()) if kind.has_deadline else None,
        wechat=_wechat(kind.wechat, facts, link) if kind.wechat else None,
        sms=_sms(kind.sms, facts) if kind.sms else None,
    )


def link_of(kind: NoticeKind, event: Event, occurred_at: datetime) -> str:
    """Where a notice of this kind leads, if it were about this event: two about the same matter lead to the same."""
    return kind.link.format_map(facts_of(event, occurred_at))


def facts_of(event: Event, occurred_at: datetime) -> dict[str, str]:
    """The event's fields as text, and what readers need instead of codes and UTC. `uploads`: an employer that the
    graduate has typed in has no account to upload with.
    """
    values: dict[str, Any] = event.model_dump()
    facts = {name: str(value) for name, value in values.items() if value is not None}
    facts["occurred"] = _wechat_time(occurred_at)
    deadline = _deadline(values)
    if deadline is not None:
        facts["deadline"] = deadline_text(deadline)
        facts["deadline_time"] = _wechat_time(deadline)
        facts["deadline_short"] = _short_time(deadline)
    if "waiting_since" in values:
        facts["since"] = _wechat_time(values["waiting_since"])
    if "destination_code" in values:
        facts["destination"] = _destination(values["destination_code"])
    facts["word"] = review_word(event)
    step = values.get("step") or values.get("review_step")
    if step is not None:
        facts["step"] = STEPS[step] + facts["word"]
    if "reason" in facts:
        facts["reason"] = _without_end(facts["reason"])
    facts |= labels_of(values)
    if "employer_id" in values:
        facts["uploads"] = "您或单位均可上传" if values["employer_id"] else "由您上传"
    facts["explanation"] = f"说明：{_without_end(values['detail'])}。" if values.get("detail") else ""
    return facts


def _without_end(said: str) -> str:
    """People end a sentence or do not; the notice goes on with a full stop of its own."""
    return said.rstrip(SENTENCE_ENDS) or said


def _deadline(values: dict[str, Any]) -> datetime | None:
    """Until when the reader can act: `deadline` of invitations, `answer_by` of a remittance, `due_at` of a wait."""
    found: datetime | None = values.get("deadline") or values.get("answer_by") or values.get("due_at")
    return found


def deadline_text(deadline: datetime) -> str:
    """How the portal writes deadlines: 2026年11月24日00:00之前."""
    local = deadline.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}之前"


def _wechat_time(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def _short_time(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def _destination(code: str) -> str:
    try:
        return DESTINATIONS.label(code)
    except ValueFault:
        # A code of a newer list than ours must not keep a graduate from being told.
        return "毕业去向"


def wechat_fields(text: WeChatText, facts: Mapping[str, str]) -> dict[str, str]:
    """The fields of a template message, each no longer than WeChat takes."""
    return {name: cut(value.format_map(facts), limit_of(name)) for name, value in text.fields.items()}


def _wechat(text: WeChatText, facts: dict[str, str], link: str) -> dict[str, Any]:
    return {"template": text.template, "link": link, "fields": wechat_fields(text, facts)}


def _sms(text: SmsText, facts: dict[str, str]) -> dict[str, Any]:
    params = {name: cut(value.format_map(facts), LONGEST_VALUE) for name, value in text.params.items()}
    return {"template": text.template.value, "params": params}
