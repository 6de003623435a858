"""为什么不能签约, as screens show it."""

from typing import Self

from pydantic import Field

from common.answers import Answer, Coded
from identity.eligibility.states import Check, all_met

ELSEWHERE_LABEL = "学校的签约开关、正在进行的签约和协议等条件，由签约服务回答"
ELSEWHERE_PATH = "/agreements/v1/eligibility"


class CheckView(Answer):
    """One condition."""

    code: str
    label: str = Field(description="条件")
    passed: bool
    fact: str = Field(description="目前的情况")
    rule: str = Field(description="依据")
    who_can_change: str | None = Field(description="未满足时：谁可以改变")
    how: str | None = Field(description="未满足时：怎样改变")


class Elsewhere(Answer):
    """Where the rest of the answer is."""

    label: str
    path: str


class Eligibility(Answer):
    """Every condition in order. `open` speaks of these conditions alone; the rest is asked at `elsewhere`."""

    subject: Coded = Field(description="employer 单位，graduate 毕业生")
    name: str
    open: bool = Field(description="以下条件全部满足")
    checks: list[CheckView]
    elsewhere: Elsewhere

    @classmethod
    def of(cls, subject: Coded, name: str, checks: list[Check]) -> Self:
        """The answer made of these checks."""
        return cls(
            subject=subject,
            name=name,
            open=all_met(checks),
            checks=[
                CheckView(
                    code=check.condition,
                    label=check.condition.label,
                    passed=check.passed,
                    fact=check.fact,
                    rule=check.condition.rule,
                    who_can_change=check.who_can_change,
                    how=check.how,
                )
                for check in checks
            ],
            elsewhere=Elsewhere(label=ELSEWHERE_LABEL, path=ELSEWHERE_PATH),
        )
