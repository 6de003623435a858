"""The columns of 数据统计 (guides/003 §10, fig 24) and the rates, pure."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from stats.counting.states.statuses import Status
from stats.school.formulas import FORMULAS, Formula

GRADUATES, RECORDS = "total", "records"

COLUMNS: dict[str, str] = {
    GRADUATES: "毕业生总数",
    # In fig 24 总数 is the sum of the columns after it: it counts signings, of which a graduate may have several.
    RECORDS: "总数",
    "signed": "已签约",
    "in_review": "签约待审核",
    "rejected": "签约不通过",
    "rescinded": "已解约",
    "rescission_in_review": "解约待审核",
    "rescission_rejected": "解约不通过",
    "supplement_signed": "补登",
    "supplement_in_review": "补登待审核",
    "supplement_rejected": "补登不通过",
    "declined": "学生已拒绝签约 签约失败",
    "expired": "签约邀请逾期未回应 签约失败",
    "rescission_declined_by_employer": "单位拒绝解约 解约失败",
    "rescission_declined_by_graduate": "学生拒绝解约 解约失败",
    # Not in the figure; without these the columns would not add up.
    "awaiting_graduate": "单位发起邀请 等待学生应约",
    "returned": "退回修改",
    "sheet_passed": "就业协议审核通过",
    "withdrawn": "单位已撤回邀请 签约失败",
    "discarded": "学生已撤回",
    "rescission_awaiting": "等待对方应约解约",
    "rescission_returned": "解约退回修改",
    "voided": "已作废",
    "invalidated": "失效",
}
SHARED: dict[Status, str] = {
    # 签约 is online and offline; what the lists call 签约审核不通过 is 签约不通过 here, void or not.
    Status.SHEET_IN_REVIEW: "in_review",
    Status.COPY_IN_REVIEW: "in_review",
    Status.SHEET_REJECTED: "rejected",
    Status.COPY_REFUSED: "rejected",
    Status.CORRECTION: "returned",
    Status.CONFIRMING: "returned",
    Status.SHEET_RETURNED: "returned",
    Status.SUPPLEMENT_RETURNED: "returned",
    Status.SUPPLEMENT_DRAFT: "returned",
    Status.RESCISSION_REQUESTED: "rescission_in_review",
    Status.RESCISSION_AWAITING_GRADUATE: "rescission_awaiting",
    Status.RESCISSION_AWAITING_EMPLOYER: "rescission_awaiting",
}
"""The column of each status that has none of its own name."""

PLACEMENT, UNREGISTERED = "placement", "unregistered"


class Share(NamedTuple):
    """A rate, computed from counts and never from rounded rates. `percent` is None where there is nobody."""

    code: str
    label: str
    numerator: int
    denominator: int
    percent: Decimal | None


def columns_of(graduates: int, agreements: Mapping[str, int]) -> dict[str, int]:
    """One row of the table, by column.

    Args:
        agreements: how many stand in each status.
    """
    counts = dict.fromkeys(COLUMNS, 0)
    for status in Status:
        counts[SHARED.get(status, status.value)] += agreements.get(status, 0)
    return counts | {GRADUATES: graduates, RECORDS: sum(agreements.values())}


def formula_for(cohort: int) -> Formula:
    """The version in force for a cohort; for those before the platform's first one, the first version."""
    in_force = [formula for formula in FORMULAS if formula.since <= cohort]
    return in_force[-1] if in_force else FORMULAS[0]


def shares_of(formula: Formula, outcomes: Mapping[str, int], graduates: int) -> list[Share]:
    """毕业去向落实率 first, then the rates of the formula, then those who have registered nothing.

    Args:
        outcomes: how many graduates have each code, of two or three digits.
        graduates: 毕业生总数, the denominator of every rate.
    """

    def numerator(bases: frozenset[str]) -> int:
        return sum(n for code, n in outcomes.items() if code[:2] in bases)

    placed = frozenset().union(*(rate.bases for rate in formula.rates if rate.placed))
    registered = sum(outcomes.values())
    return [
        _share(PLACEMENT, "毕业去向落实率", numerator(placed), graduates),
        *(_share(rate.code, rate.label, numerator(rate.bases), graduates) for rate in formula.rates),
        _share(UNREGISTERED, "未登记", max(graduates - registered, 0), graduates),
    ]


def _share(code: str, label: str, numerator: int, denominator: int) -> Share:
    if denominator == 0:
        return Share(code, label, numerator, 0, None)
    exact = Decimal(100 * numerator) / Decimal(denominator)
    return Share(code, label, numerator, denominator, exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
