"""Notices about what agreements says (guides/000 §3 and §5, guides/004 §9)."""

from common.contracts.agreements import (
    AgreementPassedByDepartment,
    AgreementRejected,
    AgreementSigned,
    InvitationAccepted,
    InvitationDeclined,
    InvitationExpired,
    InvitationSent,
)
from notifications.templates.kinds import (
    NoticeKind,
    SmsText,
    WeChatText,
    to_employer,
    to_graduate,
    to_reviewer,
    to_school,
)
from notifications.templates.text_messages import TextTemplate

FOR_GRADUATE = "/graduate/agreements/{agreement_id}"
FOR_EMPLOYER = "/employer/agreements/{agreement_id}"
FOR_REVIEWER = "/school/agreements/{agreement_id}"

INVITATIONS = (
    NoticeKind(
        code="invitation_received",
        event=InvitationSent,
        audience=to_graduate,
        title="收到签约邀请",
        body="{employer_name}邀请您签约，岗位：{job_title}。请在{deadline}登录平台回应，逾期未回应则签约失败。",
        link=FOR_GRADUATE,
        wechat=WeChatText(
            "invitation_received",
            {"thing1": "{employer_name}", "thing2": "{job_title}", "time3": "{deadline_time}"},
        ),
        sms=SmsText(TextTemplate.INVITATION_RECEIVED, {"employer": "{employer_name}", "deadline": "{deadline_short}"}),
        has_deadline=True,
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
        title="有签约等待审核",
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
        body="{graduate_name}在应约有效期内未回应，签约失败。可在“签约失败”中再次发起邀请。",
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

REVIEWS = (
    NoticeKind(
        code="agreement_passed_on_to_school",
        event=AgreementPassedByDepartment,
        audience=to_school,
        title="有签约等待审核",
        body="{department}{graduate_name}与{employer_name}的签约已通过院系审核，等待学校审核。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="agreement_passed_by_department",
        event=AgreementPassedByDepartment,
        audience=to_graduate,
        title="签约已通过院系审核",
        body="您与{employer_name}的签约已通过院系审核，等待学校审核。",
        link=FOR_GRADUATE,
        wechat=WeChatText(
            "review_result",
            {"thing1": "线上签约", "phrase2": "院系通过", "thing3": "{employer_name}", "time4": "{occurred}"},
        ),
    ),
    NoticeKind(
        code="agreement_signed",
        event=AgreementSigned,
        audience=to_graduate,
        title="签约成功",
        body="您与{employer_name}的签约已审核通过，协议编号：{agreement_number}。",
        link=FOR_GRADUATE,
        wechat=WeChatText(
            "review_result",
            {"thing1": "线上签约", "phrase2": "审核通过", "thing3": "{employer_name}", "time4": "{occurred}"},
        ),
    ),
    NoticeKind(
        code="agreement_signed_with",
        event=AgreementSigned,
        audience=to_employer,
        title="签约成功",
        body="{graduate_name}与贵单位的签约已审核通过，协议编号：{agreement_number}。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="agreement_rejected",
        event=AgreementRejected,
        audience=to_graduate,
        title="签约审核不通过",
        body="您与{employer_name}的签约未通过{step}，签约失败。原因：{reason}。{explanation}",
        link=FOR_GRADUATE,
        wechat=WeChatText(
            "review_result",
            {"thing1": "线上签约", "phrase2": "审核不通过", "thing3": "{reason}", "time4": "{occurred}"},
        ),
    ),
    NoticeKind(
        code="agreement_rejected_with",
        event=AgreementRejected,
        audience=to_employer,
        title="签约审核不通过",
        body="{graduate_name}与贵单位的签约未通过{step}，签约失败。原因：{reason}。{explanation}",
        link=FOR_EMPLOYER,
    ),
)

KINDS = INVITATIONS + REVIEWS
