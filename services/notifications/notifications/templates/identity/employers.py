"""Notices about an employer's verification and its data (guides/000 §2 and §11)."""

from typing import Any

from common.contracts.identity import (
    EmployerCorrected,
    EmployerCorrectionRejected,
    EmployerCorrectionRequested,
    EmployerReinstated,
    EmployerRemittanceFailed,
    EmployerRemittanceMade,
    EmployerRemittanceWithdrawn,
    EmployerSuspended,
    EmployerVerificationRejected,
    EmployerVerificationSubmitted,
    EmployerVerified,
)
from notifications.templates.kinds import NoticeKind, SmsText, to_centre, to_employer
from notifications.templates.text_messages import TextTemplate

VERIFICATION = "/employer/verification"
DATA = "/employer/data"


def reviewed_by_the_centre(event: Any) -> bool:
    """A remittance is decided by the amount; nobody at the centre has to act (guides/000 fig 7)."""
    return bool(event.method != "remittance")


BY_REMITTANCE = (
    NoticeKind(
        code="remittance_made",
        event=EmployerRemittanceMade,
        audience=to_employer,
        title="认证款已汇出",
        body="已向{name}的对公账户汇款。请在{deadline}登录平台，打开“身份认证”填写收到的金额；逾期未填写，本次认证失败。",
        link=VERIFICATION,
        sms=SmsText(TextTemplate.REMITTANCE_MADE, {"deadline": "{deadline_short}"}, always=True),
        has_deadline=True,
        over_after=(
            EmployerRemittanceMade,
            EmployerRemittanceFailed,
            EmployerRemittanceWithdrawn,
            EmployerVerified,
            EmployerVerificationRejected,
        ),
    ),
    NoticeKind(
        code="remittance_failed",
        event=EmployerRemittanceFailed,
        audience=to_employer,
        title="认证汇款失败",
        body="向{name}的对公账户汇款失败，原因：{reason}。请核对账户信息后重新提交，或改用上传材料认证。",
        link=VERIFICATION,
    ),
)

VERIFYING = (
    NoticeKind(
        code="verification_awaits_review",
        event=EmployerVerificationSubmitted,
        audience=to_centre,
        when=reviewed_by_the_centre,
        title="有单位提交身份认证",
        body="{name}提交了单位身份认证，请审核。",
        link="/centre/verifications/{verification_id}",
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="verification_passed",
        event=EmployerVerified,
        audience=to_employer,
        title="单位身份认证已通过",
        body="{name}的身份认证已通过，现在可以添加学生收藏并发起签约邀请。",
        link=VERIFICATION,
    ),
    NoticeKind(
        code="verification_rejected",
        event=EmployerVerificationRejected,
        audience=to_employer,
        title="单位身份认证未通过",
        body="{name}的身份认证未通过，原因：{reason}。请按原因处理后重新提交，也可以改用另一种认证方式。",
        link=VERIFICATION,
    ),
    NoticeKind(
        code="employer_suspended",
        event=EmployerSuspended,
        audience=to_employer,
        title="单位已被暂停签约",
        body="{name}已被中心暂停签约，原因：{reason}。暂停期间不能发起新的签约邀请；请按原因处理后重新提交身份认证。",
        link=VERIFICATION,
    ),
    NoticeKind(
        code="employer_reinstated",
        event=EmployerReinstated,
        audience=to_employer,
        title="单位已恢复签约",
        body="{name}的暂停已经解除，现在可以继续发起签约邀请。",
        link=VERIFICATION,
    ),
)

CORRECTING = (
    NoticeKind(
        code="correction_awaits_review",
        event=EmployerCorrectionRequested,
        audience=to_centre,
        title="有单位申请更正信息",
        body="{name}申请更正单位信息，请审核。",
        link="/centre/corrections/{correction_id}",
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="correction_rejected",
        event=EmployerCorrectionRejected,
        audience=to_employer,
        title="单位信息更正未通过",
        body="{name}的单位信息更正申请未通过，原因：{reason}。单位信息保持不变，请按原因修改后重新申请。",
        link=DATA,
    ),
    NoticeKind(
        code="employer_corrected",
        event=EmployerCorrected,
        audience=to_employer,
        title="单位信息已更正",
        body="{name}的单位信息已更正：{changed}。请核对；已生成的就业协议书保持原样。",
        link=DATA,
    ),
)

KINDS = BY_REMITTANCE + VERIFYING + CORRECTING
