"""The very rules that every signing is held against, asked before there is one. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.records.states.rules import (
    Case,
    Doer,
    employer_is_not_suspended,
    employer_is_verified,
    graduate_has_no_live_agreement,
    graduate_may_sign,
    signing_is_open,
)
from common.errors import Problem
from common.lifecycle import Rule


@dataclass(frozen=True)
class Condition:
    """One rule, with the words for when it is kept."""

    rule: Rule[Case]
    label: str
    met: str
    written: str
    """Where the rule stands."""

    @property
    def code(self) -> str:
        """The name of the rule, as refusals name it too."""
        return self.rule.__name__


@dataclass(frozen=True)
class Check:
    """One condition, held against the facts."""

    condition: Condition
    refusal: Problem | None

    @property
    def passed(self) -> bool:
        """Whether it is met."""
        return self.refusal is None


OF_EMPLOYER = (
    Condition(
        employer_is_verified, "单位已通过认证", "单位已通过认证。", "用人单位操作指南第二节：通过身份认证后方可签约"
    ),
    Condition(
        employer_is_not_suspended, "单位未被暂停", "当前未被暂停。", "用人单位操作指南第二节：中心可以复核并暂停单位"
    ),
)
OF_GRADUATE = (
    Condition(
        graduate_may_sign,
        "学生名单允许签约",
        "在名单中，“是否可以签约”为“是”。",
        "学校操作指南第四节：是否可以签约、培养方式",
    ),
    Condition(signing_is_open, "学校已开启在线签约", "学校已开启本届的在线签约。", "学校操作指南第三节：在线签约开关"),
    Condition(
        graduate_has_no_live_agreement,
        "没有其他正在进行或有效的签约",
        "没有其他正在进行或有效的签约。",
        "毕业生操作指南第四节：同意一份邀请后不能再接受其他邀请",
    ),
)


def checks(conditions: Sequence[Condition], case: Case, actor: Doer, now: datetime) -> list[Check]:
    """Each condition in order, held against the case."""
    return [Check(condition, condition.rule(case, actor, now)) for condition in conditions]


def employer_case(*, verified: bool, suspended: bool) -> Case:
    """The case of an employer that invites nobody in particular."""
    return Case(status=None, school_name="", cohort=0, employer_verified=verified, employer_suspended=suspended)
