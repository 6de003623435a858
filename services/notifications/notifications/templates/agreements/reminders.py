"""Reminders of who is waited for (decisions, "Waiting has a clock"): told to `remind`, in the words of `matter`."""

from collections.abc import Mapping
from typing import Any

from common.contracts.agreements import (
    AgreementCorrected,
    AgreementDisputed,
    AgreementInvalidated,
    AgreementRejected,
    AgreementRescinded,
    AgreementVoided,
    ApplicationDiscarded,
    InvitationAmended,
    OfflineAgreementSubmitted,
    ReminderDue,
    RescissionAgreed,
    RescissionDeclined,
    RescissionRequested,
    RescissionWithdrawn,
    SealedCopySubmitted,
    SupplementSubmitted,
)
from common.contracts.event import Event
from notifications.templates.agreements.invitations import ANSWERED
from notifications.templates.agreements.reviews import CONFIRMED
from notifications.templates.agreements.ways import FOR_EMPLOYER, FOR_GRADUATE, FOR_REVIEWER
from notifications.templates.kinds import (
    Condition,
    NoticeKind,
    SmsText,
    WeChatText,
    to_employer,
    to_graduate,
    to_reminded,
    to_school,
)
from notifications.templates.text_messages import TextTemplate

STAFF = ("department", "school")
ENDED = (AgreementInvalidated, AgreementVoided, AgreementDisputed)
"""Whatever it was that somebody was waited for; while a case of “这不是我签的” is open, nobody can do it."""
DONE: Mapping[str, tuple[type[Event], ...]] = {
    "confirmation": CONFIRMED,
    "correction": (AgreementCorrected, AgreementRejected, *ENDED),
    "upload": (SealedCopySubmitted, ApplicationDiscarded, *ENDED),
    "edit": (
        OfflineAgreementSubmitted,
        SupplementSubmitted,
        RescissionRequested,
        RescissionWithdrawn,
        ApplicationDiscarded,
        *ENDED,
    ),
    "rescission": (RescissionAgreed, RescissionDeclined, RescissionWithdrawn, AgreementRescinded, *ENDED),
}
"""By matter: after these nobody is asked for it any more."""


def _waits_for(matter: str, *whom: str) -> Condition:
    def condition(event: Any) -> bool:
        return event.matter == matter and event.remind in whom

    return condition


def _invitation_ends(event: Any) -> bool:
    return _waits_for("invitation", "graduate")(event) and event.due_at is not None


def _answer_is_overdue(event: Any) -> bool:
    return bool(event.overdue) and _waits_for("rescission", "employer", "graduate")(event)


def _graduate(matter: str, task: str, body: str) -> NoticeKind:
    """To the graduate; by text message where WeChat is not bound or does not get through."""
    return NoticeKind(
        code=f"{matter}_reminder",
        event=ReminderDue,
        audience=to_graduate,
        when=_waits_for(matter, "graduate"),
        title=f"提醒：请{task}",
        body=body,
        link=FOR_GRADUATE,
        wechat=WeChatText("matter_waits", {"thing1": task, "thing2": "{employer_name}", "time3": "{since}"}),
        sms=SmsText(TextTemplate.MATTER_WAITS, {"employer": "{employer_name}", "matter": task}),
        over_after=DONE[matter],
    )


def _employer(matter: str, task: str, body: str) -> NoticeKind:
    return NoticeKind(
        code=f"{matter}_reminder_to_employer",
        event=ReminderDue,
        audience=to_employer,
        when=_waits_for(matter, "employer"),
        title=f"提醒：请{task}",
        body=body,
        link=FOR_EMPLOYER,
        over_after=DONE[matter],
    )


def _reviewer(matter: str, name: str) -> NoticeKind:
    return NoticeKind(
        code=f"{matter}_reminder",
        event=ReminderDue,
        audience=to_reminded,
        when=_waits_for(matter, *STAFF),
        title=f"提醒：{name}等待{{word}}",
        body=f"{{department}}{{graduate_name}}与{{employer_name}}的{name}自{{since}}起等待{{word}}，已超过办理时限，请尽快处理。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    )


KINDS = (
    NoticeKind(
        code="invitation_reminder",
        event=ReminderDue,
        audience=to_graduate,
        when=_invitation_ends,
        title="提醒：签约邀请即将到期",
        body="{employer_name}的签约邀请尚未回应，请在{deadline}登录平台回应，逾期未回应则签约失败。",
        link=FOR_GRADUATE,
        wechat=WeChatText(
            "matter_waits", {"thing1": "签约邀请即将到期", "thing2": "{employer_name}", "time3": "{deadline_time}"}
        ),
        sms=SmsText(TextTemplate.INVITATION_RECEIVED, {"employer": "{employer_name}", "deadline": "{deadline_short}"}),
        has_deadline=True,
        over_after=(InvitationAmended, *ANSWERED),
    ),
    _graduate(
        "confirmation", "确认签约修改", "{employer_name}修改的签约内容等待您确认或不同意，您回应后才会继续办理。"
    ),
    _graduate(
        "upload",
        "上传盖章协议",
        "您与{employer_name}的就业协议等待上传盖章后的图片，{uploads}；未通过的，请重新上传。",
    ),
    _graduate(
        "edit", "修改并重新提交", "您与{employer_name}的签约或解约申请等待您修改后重新提交，提交之前无法继续办理。"
    ),
    _graduate("rescission", "回应解约申请", "{employer_name}发起的解约自{since}起等待您回应，未回应之前签约仍有效。"),
    _employer(
        "correction", "修改签约内容", "{graduate_name}与贵单位的签约被退回修改，请修改后提交，提交之前无法继续办理。"
    ),
    _employer(
        "upload",
        "上传盖章协议",
        "{graduate_name}与贵单位的就业协议等待上传盖章后的图片，毕业生或贵单位均可上传；未通过的，请修改或重新上传。",
    ),
    _employer(
        "rescission", "回应解约申请", "{graduate_name}发起的解约自{since}起等待贵单位回应，未回应之前签约仍有效。"
    ),
    _reviewer("review", "签约"),
    _reviewer("rescission_review", "解约"),
    NoticeKind(
        code="dispute_reminder",
        event=ReminderDue,
        audience=to_reminded,
        when=_waits_for("dispute", "school"),
        title="提醒：签约异议等待处理",
        body="{department}{graduate_name}自{since}起对与{employer_name}的签约提出异议，该签约暂停办理，已超过办理时限，请尽快核实处理。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="rescission_overdue",
        event=ReminderDue,
        audience=to_school,
        when=_answer_is_overdue,
        title="解约逾期未答复",
        body="{department}{graduate_name}与{employer_name}的解约自{since}起等待{waited_for}回应，已逾期，请联系{waited_for}核实处理。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
)
