"""Notices about what identity says."""

from common.contracts.identity import EmployerVerificationRejected, EmployerVerificationSubmitted, EmployerVerified
from notifications.templates.kinds import NoticeKind, to_centre, to_employer

KINDS = (
    NoticeKind(
        code="verification_awaits_review",
        event=EmployerVerificationSubmitted,
        audience=to_centre,
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
        link="/employer/verification",
    ),
    NoticeKind(
        code="verification_rejected",
        event=EmployerVerificationRejected,
        audience=to_employer,
        title="单位身份认证未通过",
        body="{name}的身份认证未通过，原因：{reason}。修改后可重新提交。",
        link="/employer/verification",
    ),
)
