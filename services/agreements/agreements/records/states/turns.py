"""Whose turn it is while an agreement stands as it does; pure."""

from agreements.records.states.statuses import Status
from common.review import ReviewStep

OF_EMPLOYER = frozenset(
    {Status.CORRECTION, Status.RESCISSION_AWAITING_EMPLOYER, Status.SHEET_PASSED, Status.COPY_REFUSED}
)
OF_GRADUATE = frozenset(
    {
        Status.AWAITING_GRADUATE,
        Status.CONFIRMING,
        Status.SHEET_RETURNED,
        Status.SHEET_PASSED,
        Status.COPY_REFUSED,
        Status.SUPPLEMENT_DRAFT,
        Status.SUPPLEMENT_RETURNED,
        Status.RESCISSION_AWAITING_GRADUATE,
        Status.RESCISSION_RETURNED,
    }
)
"""Where the sealed copy is to be uploaded, either side may do it (guides/003 §5.2)."""


def who_is_waited_for(status: Status, step: ReviewStep | None, *, frozen: bool, typed_in: bool = False) -> str | None:
    """As screens name them; None where an agreement waits for nobody.

    Args:
        typed_in: the graduate has typed the employer in, which has no account to act with.
    """
    if frozen:
        return "学校用户，处理毕业生提出的异议"
    if step is not None:
        return {ReviewStep.DEPARTMENT: "院系审核人员", ReviewStep.SCHOOL: "学校审核人员"}[step]
    turns = [("毕业生", OF_GRADUATE)] if typed_in else [("毕业生", OF_GRADUATE), ("用人单位", OF_EMPLOYER)]
    return "或".join(name for name, statuses in turns if status in statuses) or None
