"""Notices to the department that reviews from now on, because the roster has the graduate there (guides/001 §7)."""

from typing import Any

from common.contracts.agreements import AgreementMovedDepartment
from notifications.templates.agreements.ways import FOR_REVIEWER
from notifications.templates.kinds import Condition, NoticeKind, to_reviewer


def _waits_for_department(matter: str) -> Condition:
    def condition(event: Any) -> bool:
        return bool(event.review_step == "department" and event.matter == matter)

    return condition


def _moved(matter: str, name: str) -> NoticeKind:
    """The school reviews as before and needs no notice; neither do both sides."""
    return NoticeKind(
        code=f"{matter}_moved_to_department",
        event=AgreementMovedDepartment,
        audience=to_reviewer,
        when=_waits_for_department(matter),
        title=f"有{name}等待{{word}}",
        body=f"{{graduate_name}}的院系已变更为{{department}}，其与{{employer_name}}的{name}转由本院系{{word}}，请及时办理。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    )


KINDS = (_moved("review", "签约"), _moved("rescission_review", "解约"))
