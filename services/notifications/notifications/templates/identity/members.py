"""Notices about an employer's users (guides/000 §10). Who joins or leaves is told in an inbox of their own."""

from typing import Any

from common.contracts.identity import (
    EmployerJoinRefused,
    EmployerJoinRequested,
    EmployerUserCredentialsChanged,
    EmployerUserJoined,
    EmployerUserLeft,
)
from notifications.templates.kinds import NoticeKind, to_centre, to_employer, to_employer_user

USERS = "/employer/users"


def left(event: Any) -> bool:
    """The user went."""
    return event.removed_by is None


def was_removed(event: Any) -> bool:
    """A colleague or the centre removed the user."""
    return event.removed_by is not None


def refused(event: Any) -> bool:
    """Somebody said no."""
    return event.because == "refused"


def unanswered(event: Any) -> bool:
    """Nobody said anything in time."""
    return event.because != "refused"


def password_changed(event: Any) -> bool:
    """It was the password."""
    return event.what == "password"


def mobile_changed(event: Any) -> bool:
    """It was the number to sign in with."""
    return event.what == "mobile"


JOINING = (
    NoticeKind(
        code="join_requested",
        event=EmployerJoinRequested,
        audience=to_employer,
        title="有用户申请加入本单位",
        body="{applicant_name}申请加入{name}。请核实其身份，在“账号管理”中同意或拒绝。",
        link=USERS,
    ),
    NoticeKind(
        code="join_awaits_review",
        event=EmployerJoinRequested,
        audience=to_centre,
        title="有用户申请加入单位",
        body="{applicant_name}申请加入{name}。单位用户没有处理的，由中心核实后处理。",
        link="/centre/join-requests/{request_id}",
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="user_joined",
        event=EmployerUserJoined,
        audience=to_employer,
        title="本单位新增用户",
        body="{user_name}已成为{name}的用户。如不是本单位人员，请在“账号管理”中移除。",
        link=USERS,
    ),
    NoticeKind(
        code="you_joined",
        event=EmployerUserJoined,
        audience=to_employer_user,
        title="已加入单位",
        body="您已成为{name}的用户，重新登录后可以使用该单位的网签功能。",
        link="/employer",
    ),
)

LEAVING = (
    NoticeKind(
        code="user_left",
        event=EmployerUserLeft,
        audience=to_employer,
        when=left,
        title="有用户退出本单位",
        body="{user_name}已退出{name}，其办理的签约保持不变。请留意由其负责的签约是否需要他人接手。",
        link=USERS,
    ),
    NoticeKind(
        code="user_removed",
        event=EmployerUserLeft,
        audience=to_employer,
        when=was_removed,
        title="有用户被移出本单位",
        body="{removed_by}已将{user_name}移出{name}，其办理的签约保持不变。请留意由其负责的签约是否需要他人接手。",
        link=USERS,
    ),
    NoticeKind(
        code="you_left",
        event=EmployerUserLeft,
        audience=to_employer_user,
        when=left,
        title="已退出单位",
        body="您已退出{name}，不能再以该单位名义办理签约。如需再次加入，请在“单位信息”中重新申请。",
        link="/employer",
    ),
    NoticeKind(
        code="you_were_removed",
        event=EmployerUserLeft,
        audience=to_employer_user,
        when=was_removed,
        title="已被移出单位",
        body="{removed_by}已将您移出{name}，您不能再以该单位名义办理签约。如有疑问，请联系该单位。",
        link="/employer",
    ),
)

REFUSING = (
    NoticeKind(
        code="join_refused",
        event=EmployerJoinRefused,
        audience=to_employer_user,
        when=refused,
        title="加入单位的申请未获同意",
        body="您加入{name}的申请未获同意，原因：{reason}。如有疑问，请联系该单位；也可以重新提交加入申请。",
        link="/employer",
    ),
    NoticeKind(
        code="join_expired",
        event=EmployerJoinRefused,
        audience=to_employer_user,
        when=unanswered,
        title="加入单位的申请已过期",
        body="您加入{name}的申请在期限内没有得到答复，已过期。请联系该单位的用户后重新申请，"
        "或联系企业客服 010-67410355。",
        link="/employer",
    ),
)

SECURITY = (
    NoticeKind(
        code="password_changed",
        event=EmployerUserCredentialsChanged,
        audience=to_employer_user,
        when=password_changed,
        title="登录密码已修改",
        body="您的登录密码已修改，其他设备已退出登录。如非本人操作，请立即通过“找回密码”重新设置密码，"
        "并联系企业客服 010-67410355。",
        link="/account",
    ),
    NoticeKind(
        code="mobile_changed",
        event=EmployerUserCredentialsChanged,
        audience=to_employer_user,
        when=mobile_changed,
        title="登录手机号已更换",
        body="您的登录手机号已更换，其他设备已退出登录。原手机号不能再用于登录和“找回密码”。"
        "如非本人操作，请立即修改密码，并联系企业客服 010-67410355。",
        link="/account",
    ),
)

KINDS = JOINING + REFUSING + LEAVING + SECURITY
