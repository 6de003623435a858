"""The rule that only rescissions have. Pure."""

from datetime import datetime

from agreements.records.states import Case, Doer, Kind
from agreements.rescission.errors import NoRequestLeft
from common.contracts.values.cohort import cohort_label
from common.errors import Problem


def graduate_may_ask_again(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """学生可提交解约申请次数 is not used up; what was withdrawn is not counted, 0 allows none (guides/003 §3 ③)."""
    if case.rescissions_asked < case.rescission_limit:
        return None
    whose = f"{case.school_name}{cohort_label(case.cohort)}"
    return NoRequestLeft(
        f"{whose}毕业生可提交解约申请{case.rescission_limit}次，您已提交{case.rescissions_asked}次。",
        who_can_change=f"{case.school_name}的学校用户，可在“签约设置”中调整次数",
        remedy=None if case.kind is Kind.ONLINE else "线下签约、补登只能由毕业生申请解约，请联系学校就业部门。",
    )
