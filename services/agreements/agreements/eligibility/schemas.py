"""为什么不能签约, as screens show it: the same shape that identity answers in."""

from typing import Self

from pydantic import Field

from agreements.eligibility.states import Check
from common.answers import Answer, Coded


class CheckView(Answer):
    """One condition."""

    code: str
    label: str = Field(description="条件")
    passed: bool
    fact: str = Field(description="目前的情况")
    rule: str = Field(description="依据")
    who_can_change: str | None = Field(description="未满足时：谁可以改变")
    how: str | None = Field(description="未满足时：怎样改变")

    @classmethod
    def of(cls, check: Check) -> Self:
        """One condition as it is shown."""
        refusal = check.refusal
        return cls(
            code=check.condition.code,
            label=check.condition.label,
            passed=check.passed,
            fact=refusal.detail if refusal else check.condition.met,
            rule=check.condition.written,
            who_can_change=refusal.who_can_change if refusal else None,
            how=refusal.advice or None if refusal else None,
        )


class Eligibility(Answer):
    """Every condition in order."""

    subject: Coded = Field(description="employer 单位，graduate 毕业生")
    name: str
    open: bool = Field(description="以下条件全部满足")
    checks: list[CheckView]

    @classmethod
    def of(cls, subject: Coded, name: str, checks: list[Check]) -> Self:
        """The answer made of these checks."""
        shown = [CheckView.of(check) for check in checks]
        return cls(subject=subject, name=name, open=all(check.passed for check in checks), checks=shown)
