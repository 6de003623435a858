"""Notices about what destinations says (guides/003 §8, guides/004 §8 and §9)."""

from typing import Any

from common.contracts.destinations import (
    DestinationApproved,
    DestinationPassedByDepartment,
    DestinationRejected,
    DestinationSubmitted,
    DestinationVoided,
    DestinationWithdrawn,
)
from notifications.templates.kinds import NoticeKind, WeChatText, to_graduate, to_reviewer, to_school

FOR_GRADUATE = "/graduate/destinations/{destination_id}"
FOR_REVIEWER = "/school/destinations/{destination_id}"


def by_signing(event: Any) -> bool:
    """Who did it personally needs no notice of it."""
    return bool(event.cause == "signing")


KINDS = (
    NoticeKind(
        code="destination_awaits_review",
        event=DestinationSubmitted,
        audience=to_reviewer,
        title="有毕业去向等待审核",
        body="{department}{graduate_name}登记的毕业去向（{destination}）等待{step}。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="destination_passed_on_to_school",
        event=DestinationPassedByDepartment,
        audience=to_school,
        title="有毕业去向等待审核",
        body="{department}{graduate_name}登记的毕业去向（{destination}）已通过院系审核，等待学校审核。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="destination_passed_by_department",
        event=DestinationPassedByDepartment,
        audience=to_graduate,
        title="毕业去向已通过院系审核",
        body="您登记的毕业去向（{destination}）已通过院系审核，等待学校审核。",
        link=FOR_GRADUATE,
        wechat=WeChatText(
            "review_result",
            {"thing1": "毕业去向登记", "phrase2": "院系通过", "thing3": "{destination}", "time4": "{occurred}"},
        ),
    ),
    NoticeKind(
        code="destination_approved",
        event=DestinationApproved,
        audience=to_graduate,
        title="毕业去向审核通过",
        body="您登记的毕业去向（{destination}）已审核通过。",
        link=FOR_GRADUATE,
        wechat=WeChatText(
            "review_result",
            {"thing1": "毕业去向登记", "phrase2": "审核通过", "thing3": "{destination}", "time4": "{occurred}"},
        ),
    ),
    NoticeKind(
        code="destination_rejected",
        event=DestinationRejected,
        audience=to_graduate,
        title="毕业去向审核不通过",
        body="您登记的毕业去向（{destination}）审核不通过，已作废。原因：{reason}。请重新登记。",
        link=FOR_GRADUATE,
        wechat=WeChatText(
            "review_result",
            {"thing1": "毕业去向登记", "phrase2": "审核不通过", "thing3": "{reason}", "time4": "{occurred}"},
        ),
    ),
    NoticeKind(
        code="destination_withdrawn_by_signing",
        event=DestinationWithdrawn,
        audience=to_graduate,
        when=by_signing,
        title="毕业去向已退回草稿",
        body="因您已开始签约，审核中的毕业去向（{destination}）已自动撤回，变为草稿。",
        link=FOR_GRADUATE,
    ),
    NoticeKind(
        code="destination_voided_by_signing",
        event=DestinationVoided,
        audience=to_graduate,
        when=by_signing,
        title="毕业去向已作废",
        body="因您已开始签约，之前登记的毕业去向（{destination}）已自动作废。",
        link=FOR_GRADUATE,
    ),
)
