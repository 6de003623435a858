"""Notices about other endings, amendments and disputes (guides/000 §7 and §8, guides/004 §9)."""

from typing import Any

from common.contracts.agreements import (
    AgreementAmended,
    AgreementDisputed,
    AgreementInvalidated,
    AgreementVoided,
    DisputeDismissed,
)
from notifications.templates.agreements.ways import FOR_EMPLOYER, FOR_GRADUATE, FOR_REVIEWER, progress
from notifications.templates.kinds import NoticeKind, SmsText, WeChatText, to_employer, to_graduate, to_school
from notifications.templates.text_messages import TextTemplate

UPHELD = "异议成立"
"""Why agreements says it has ended where the graduate had not signed."""


def _was_upheld(event: Any) -> bool:
    return bool(event.reason == UPHELD)


def _was_not_upheld(event: Any) -> bool:
    return not _was_upheld(event)


def _was_signed(event: Any) -> bool:
    return bool(event.was_signed)


def _was_not_signed(event: Any) -> bool:
    return not _was_signed(event)


KINDS = (
    NoticeKind(
        code="dispute_upheld",
        event=AgreementVoided,
        audience=to_graduate,
        when=_was_upheld,
        title="签约异议成立",
        body="学校核实后认为您对与{employer_name}签约的异议成立，该签约已作废，您可以重新签约。{explanation}",
        link=FOR_GRADUATE,
        wechat=progress("签约异议成立，签约已作废", "已作废"),
    ),
    NoticeKind(
        code="agreement_voided",
        event=AgreementVoided,
        audience=to_graduate,
        when=_was_not_upheld,
        title="签约已作废",
        body="学校已作废您与{employer_name}的签约，原签约不再生效。如有疑问，请联系学校就业部门。{explanation}",
        link=FOR_GRADUATE,
        wechat=progress("{signing}", "已作废"),
    ),
    NoticeKind(
        code="agreement_voided_with",
        event=AgreementVoided,
        audience=to_employer,
        when=_was_not_upheld,
        title="签约已作废",
        body="学校已作废{graduate_name}与贵单位的签约，原签约不再生效。请及时联系学校了解作废原因。{explanation}",
        link=FOR_EMPLOYER,
    ),
    # What was found is said to the graduate alone, as with a dispute that is dismissed.
    NoticeKind(
        code="dispute_upheld_with",
        event=AgreementVoided,
        audience=to_employer,
        when=_was_upheld,
        title="签约异议成立，已作废",
        body="学校核实后认为{graduate_name}对与贵单位签约的异议成立，该签约已作废，原签约不再生效。如有疑问，请联系学校就业部门。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="agreement_invalidated",
        event=AgreementInvalidated,
        audience=to_graduate,
        when=_was_signed,
        title="签约已失效",
        body="您与{employer_name}的签约已失效，原签约状态不再有效。原因：{reason}。如有疑问，请联系学校就业部门。",
        link=FOR_GRADUATE,
        wechat=progress("{signing}", "已失效"),
    ),
    NoticeKind(
        code="signing_invalidated",
        event=AgreementInvalidated,
        audience=to_graduate,
        when=_was_not_signed,
        title="签约已失效",
        body="您与{employer_name}尚未完成的签约已失效，不再继续办理。原因：{reason}。如有疑问，请联系学校就业部门。",
        link=FOR_GRADUATE,
        wechat=progress("{signing}", "已失效"),
    ),
    NoticeKind(
        code="agreement_invalidated_with",
        event=AgreementInvalidated,
        audience=to_employer,
        when=_was_signed,
        title="签约已失效",
        body="{graduate_name}与贵单位的签约已失效，原签约不再生效。原因：{reason}。请及时联系毕业生及学校。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="signing_invalidated_with",
        event=AgreementInvalidated,
        audience=to_employer,
        when=_was_not_signed,
        title="签约已失效",
        body="{graduate_name}与贵单位尚未完成的签约已失效，无法继续签约。原因：{reason}。请及时联系毕业生及学校。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="agreement_amended",
        event=AgreementAmended,
        audience=to_graduate,
        title="签约信息被学校修改",
        body="学校修改了您与{employer_name}的签约信息：{amended}。请登录平台查看修改前后的内容，"
        "如有异议，请联系学校就业部门。{explanation}",
        link=FOR_GRADUATE,
        wechat=WeChatText(
            "agreement_amended", {"thing1": "{employer_name}", "thing2": "{amended_short}", "time3": "{occurred}"}
        ),
        # guides/004 §9: besides deadlines the only thing that graduates are told by text message, bound or not.
        sms=SmsText(TextTemplate.AGREEMENT_AMENDED, {"employer": "{employer_name}"}, always=True),
    ),
    NoticeKind(
        code="agreement_amended_with",
        event=AgreementAmended,
        audience=to_employer,
        title="签约信息被学校修改",
        body="学校修改了{graduate_name}与贵单位的签约信息：{amended}。如有异议，请联系学校就业部门。{explanation}",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="agreement_disputed",
        event=AgreementDisputed,
        audience=to_school,
        title="毕业生对签约提出异议",
        body="{department}{graduate_name}表示与{employer_name}的签约不是本人办理，该签约已暂停，请核实处理。{explanation}",
        link=FOR_REVIEWER,
    ),
    NoticeKind(
        code="agreement_disputed_with",
        event=AgreementDisputed,
        audience=to_employer,
        title="签约存在异议，已暂停",
        body="{graduate_name}对与贵单位的签约提出异议，学校核实期间该签约暂停办理，核实后另行通知。如有疑问，请联系学校就业部门。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="dispute_dismissed",
        event=DisputeDismissed,
        audience=to_graduate,
        title="签约异议不成立",
        body="学校核实后认为您对与{employer_name}签约的异议不成立，该签约恢复办理。如有疑问，请联系学校就业部门。{explanation}",
        link=FOR_GRADUATE,
        wechat=progress("签约异议", "不成立"),
    ),
    NoticeKind(
        code="dispute_dismissed_with",
        event=DisputeDismissed,
        audience=to_employer,
        title="签约异议不成立",
        body="学校核实后认为{graduate_name}对与贵单位签约的异议不成立，该签约恢复办理。",
        link=FOR_EMPLOYER,
    ),
)
