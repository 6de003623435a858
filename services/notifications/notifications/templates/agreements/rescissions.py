"""Notices about rescissions (guides/000 §6, guides/003 §7, guides/004 §5 and §6). Until the last the agreement
stands.
"""

from typing import Any

from common.contracts.agreements import (
    AgreementRescinded,
    RescissionAgreed,
    RescissionDeclined,
    RescissionPassedByDepartment,
    RescissionRejected,
    RescissionRequested,
    RescissionReturned,
    RescissionWithdrawn,
)
from notifications.templates.agreements.ways import (
    FOR_EMPLOYER,
    FOR_GRADUATE,
    FOR_REVIEWER,
    by_employer,
    by_graduate,
    is_on_paper,
    is_online,
    progress,
    review_result,
)
from notifications.templates.kinds import NoticeKind, to_employer, to_graduate, to_reviewer, to_school


def awaits_employer(event: Any) -> bool:
    """The graduate asks and the employer answers: online."""
    return by_graduate(event) and event.review_step is None


def goes_to_review(event: Any) -> bool:
    """The graduate asks and nobody but the school answers: offline and supplement."""
    return by_graduate(event) and event.review_step is not None


REQUESTS = (
    NoticeKind(
        code="rescission_requested_by_employer",
        event=RescissionRequested,
        audience=to_graduate,
        when=by_employer,
        title="单位发起解约",
        body="{employer_name}申请与您解约，原因：{reason}。请登录平台回应：同意后由学校（院系）{word}，不同意则签约仍有效。",
        link=FOR_GRADUATE,
        wechat=progress("单位发起解约", "待您回应"),
    ),
    NoticeKind(
        code="rescission_requested_by_graduate",
        event=RescissionRequested,
        audience=to_employer,
        when=awaits_employer,
        title="学生发起解约",
        body="{graduate_name}申请与贵单位解约，原因：{reason}。请在“解约中”回应：同意后由学校（院系）{word}，"
        "不同意则签约仍有效。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="rescission_submitted",
        event=RescissionRequested,
        audience=to_employer,
        when=goes_to_review,
        title="毕业生申请解约",
        body="{graduate_name}申请与贵单位解约，原因：{reason}。已提交{step}，通过之前签约仍有效；如有异议，请联系学校就业部门。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="rescission_submitted_for_review",
        event=RescissionRequested,
        audience=to_reviewer,
        title="有解约等待{word}",
        body="{department}{graduate_name}与{employer_name}的解约等待{step}。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="rescission_withdrawn_by_employer",
        event=RescissionWithdrawn,
        audience=to_graduate,
        when=by_employer,
        title="单位已撤回解约申请",
        body="{employer_name}已撤回解约申请，签约仍有效，无需再回应。",
        link=FOR_GRADUATE,
        wechat=progress("单位发起解约", "已撤回"),
    ),
    NoticeKind(
        code="rescission_withdrawn_by_graduate",
        event=RescissionWithdrawn,
        audience=to_employer,
        when=by_graduate,
        title="毕业生已撤回解约申请",
        body="{graduate_name}已撤回与贵单位的解约申请，签约仍有效，无需再处理。",
        link=FOR_EMPLOYER,
    ),
)

ANSWERS = (
    NoticeKind(
        code="rescission_agreed_by_employer",
        event=RescissionAgreed,
        audience=to_graduate,
        when=by_employer,
        title="单位已同意解约",
        body="{employer_name}已同意解约，等待{step}。{word}通过之前签约仍有效。",
        link=FOR_GRADUATE,
        wechat=progress("学生发起解约", "单位同意"),
    ),
    NoticeKind(
        code="rescission_agreed_by_graduate",
        event=RescissionAgreed,
        audience=to_employer,
        when=by_graduate,
        title="毕业生已同意解约",
        body="{graduate_name}已同意解约，等待{step}。{word}通过之前签约仍有效。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="rescission_awaits_review",
        event=RescissionAgreed,
        audience=to_reviewer,
        title="有解约等待{word}",
        body="{department}{graduate_name}与{employer_name}双方已同意解约，等待{step}。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="rescission_declined_by_employer",
        event=RescissionDeclined,
        audience=to_graduate,
        when=by_employer,
        title="单位拒绝解约",
        body="{employer_name}不同意解约，解约失败，签约仍有效。可与单位沟通后再次申请。{explanation}",
        link=FOR_GRADUATE,
        wechat=progress("学生发起解约", "单位拒绝"),
    ),
    NoticeKind(
        code="rescission_declined_by_graduate",
        event=RescissionDeclined,
        audience=to_employer,
        when=by_graduate,
        title="毕业生拒绝解约",
        body="{graduate_name}不同意解约，解约失败，签约仍有效。可在“解约失败”中再次发起解约。{explanation}",
        link=FOR_EMPLOYER,
    ),
)

RESULTS = (
    NoticeKind(
        code="rescission_passed_on_to_school",
        event=RescissionPassedByDepartment,
        audience=to_school,
        title="有解约等待{word}",
        body="{department}{graduate_name}与{employer_name}的解约已通过院系{word}，等待学校{word}。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="rescission_passed_by_department",
        event=RescissionPassedByDepartment,
        audience=to_graduate,
        title="解约已通过院系{word}",
        body="您与{employer_name}的解约已通过院系{word}，等待学校{word}。",
        link=FOR_GRADUATE,
        wechat=review_result("解约", "院系通过"),
    ),
    NoticeKind(
        code="rescission_returned",
        event=RescissionReturned,
        audience=to_graduate,
        title="解约申请被退回修改",
        body="您与{employer_name}的解约申请在{step}中被退回，请修改后重新提交。签约仍有效。{explanation}",
        link=FOR_GRADUATE,
        wechat=review_result("解约", "退回修改"),
    ),
    NoticeKind(
        code="rescission_rejected",
        event=RescissionRejected,
        audience=to_graduate,
        title="解约{word}不通过",
        body="您与{employer_name}的解约未通过{step}，签约仍有效，可再次申请。原因：{reason}。{explanation}",
        link=FOR_GRADUATE,
        wechat=review_result("解约", "{word}不通过", "{reason}"),
    ),
    NoticeKind(
        code="rescission_rejected_with",
        event=RescissionRejected,
        audience=to_employer,
        when=is_online,
        title="解约{word}不通过",
        body="{graduate_name}与贵单位的解约未通过{step}，签约仍有效，可再次申请。原因：{reason}。{explanation}",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="rescission_rejected_on_paper_with",
        event=RescissionRejected,
        audience=to_employer,
        when=is_on_paper,
        title="解约{word}不通过",
        body="{graduate_name}与贵单位的解约未通过{step}，签约仍有效；只有毕业生可再次申请。原因：{reason}。{explanation}",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="agreement_rescinded",
        event=AgreementRescinded,
        audience=to_graduate,
        title="解约通过",
        body="您与{employer_name}的签约已解除（{how}），原签约不再生效。您可以重新签约或登记其他毕业去向。",
        link=FOR_GRADUATE,
        wechat=review_result("解约", "解约通过"),
    ),
    NoticeKind(
        code="agreement_rescinded_with",
        event=AgreementRescinded,
        audience=to_employer,
        title="解约通过",
        body="{graduate_name}与贵单位的签约已解除（{how}），原签约不再生效。可在“已解约”中查看；如有疑问，请联系学校就业部门。",
        link=FOR_EMPLOYER,
    ),
)

KINDS = REQUESTS + ANSWERS + RESULTS
