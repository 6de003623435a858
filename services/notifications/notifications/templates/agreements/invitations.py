"""Notices about invitations (guides/000 §3 and §5, guides/004 §4 and §9)."""

from common.contracts.agreements import (
    AgreementInvalidated,
    InvitationAccepted,
    InvitationAmended,
    InvitationDeclined,
    InvitationExpired,
    InvitationSent,
    InvitationWithdrawn,
)
from notifications.templates.agreements.ways import FOR_EMPLOYER, FOR_GRADUATE, FOR_REVIEWER, progress
from notifications.templates.kinds import NoticeKind, SmsText, WeChatText, to_employer, to_graduate, to_reviewer
from notifications.templates.text_messages import TextTemplate

ANSWERED = (InvitationAccepted, InvitationDeclined, InvitationExpired, InvitationWithdrawn, AgreementInvalidated)
"""After these nobody is asked for an answer any more."""
TO_ANSWER = WeChatText(
    "invitation_received",
    {"thing1": "{employer_name}", "thing2": "{job_title}", "time3": "{deadline_time}"},
)

KINDS = (
    NoticeKind(
        code="invitation_received",
        event=InvitationSent,
        audience=to_graduate,
        title="收到签约邀请",
        body="{employer_name}邀请您签约，岗位：{job_title}。请在{deadline}登录平台回应，逾期未回应则签约失败。",
        link=FOR_GRADUATE,
        wechat=TO_ANSWER,
        sms=SmsText(TextTemplate.INVITATION_RECEIVED, {"employer": "{employer_name}", "deadline": "{deadline_short}"}),
        has_deadline=True,
        over_after=(InvitationAmended, *ANSWERED),
    ),
    NoticeKind(
        code="invitation_amended",
        event=InvitationAmended,
        audience=to_graduate,
        title="签约邀请已修改",
        body="{employer_name}修改了签约邀请，岗位：{job_title}。请重新查看，并在{deadline}登录平台回应，逾期未回应则签约失败。",
        link=FOR_GRADUATE,
        wechat=TO_ANSWER,
        sms=SmsText(TextTemplate.INVITATION_AMENDED, {"employer": "{employer_name}", "deadline": "{deadline_short}"}),
        has_deadline=True,
        over_after=(InvitationAmended, *ANSWERED),
    ),
    NoticeKind(
        code="invitation_withdrawn",
        event=InvitationWithdrawn,
        audience=to_graduate,
        title="签约邀请已撤回",
        body="{employer_name}已撤回签约邀请，无需再回应。{explanation}",
        link=FOR_GRADUATE,
        wechat=progress("签约邀请", "已撤回"),
    ),
    NoticeKind(
        code="invitation_accepted",
        event=InvitationAccepted,
        audience=to_employer,
        title="毕业生已应约",
        body="{graduate_name}已接受贵单位的签约邀请，已提交{step}。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="agreement_awaits_review",
        event=InvitationAccepted,
        audience=to_reviewer,
        title="有签约等待{word}",
        body="{department}{graduate_name}与{employer_name}的签约等待{step}。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="invitation_declined",
        event=InvitationDeclined,
        audience=to_employer,
        title="毕业生拒绝了签约邀请",
        body="{graduate_name}拒绝了贵单位的签约邀请，签约失败。可在“签约失败”中再次发起邀请。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="invitation_expired",
        event=InvitationExpired,
        audience=to_employer,
        title="签约邀请已过期",
        body="{graduate_name}在应约有效期内未回应贵单位的签约邀请，签约失败。可在“签约失败”中再次发起邀请。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="invitation_missed",
        event=InvitationExpired,
        audience=to_graduate,
        title="签约邀请已过期",
        body="{employer_name}的签约邀请已超过应约有效期，签约失败。如仍有意向，请联系用人单位重新发起邀请。",
        link=FOR_GRADUATE,
    ),
)
