"""Notices about warning employers (guides/003 §9): the employer is told, and the school that has to answer."""

from typing import Any

from common.contracts.identity import EmployerMarked, EmployerMarkLifted, WarningAppealDismissed, WarningAppealed
from notifications.templates.kinds import NoticeKind, to_employer, to_school

WARNINGS = "/employer/warnings"


def is_registered(event: Any) -> bool:
    """An employer that graduates typed in has nobody here who could be told."""
    return event.employer_id is not None


KINDS = (
    NoticeKind(
        code="employer_marked",
        event=EmployerMarked,
        audience=to_employer,
        when=is_registered,
        title="单位被标记为预警单位",
        body="{school_name}将{name}标记为预警单位（{warning_types}），原因：{reason}。"
        "预警仅供学生和学校参考，不影响签约；如有异议，可以上传证明材料提出申诉。",
        link=WARNINGS,
    ),
    NoticeKind(
        code="mark_lifted",
        event=EmployerMarkLifted,
        audience=to_employer,
        when=is_registered,
        title="预警标记已解除",
        body="{school_name}对{name}的预警标记已解除：{because}。",
        link=WARNINGS,
    ),
    NoticeKind(
        code="appeal_awaits_answer",
        event=WarningAppealed,
        audience=to_school,
        title="有单位对预警提出申诉",
        body="{name}对本校的预警标记提出申诉，请核实其证明材料后答复。",
        link="/school/warnings/{mark_id}",
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="appeal_dismissed",
        event=WarningAppealDismissed,
        audience=to_employer,
        title="预警申诉不成立",
        body="{school_name}认为申诉不成立，维持对{name}的预警标记，理由：{reason}。如有新的证明材料，可以再次申诉。",
        link=WARNINGS,
    ),
)
