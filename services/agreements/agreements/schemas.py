"""What the requests and answers of several features share."""

from typing import Annotated

from fastapi import Header

from common.answers import Answer, Coded
from common.contracts.values.region import region_name
from common.errors import Problem

IfMatch = Annotated[str | None, Header(alias="If-Match", description="上次读取时返回的 ETag")]
"""The version the editor has seen; required as soon as there is one."""


def region(code: str | None) -> Coded | None:
    """A region code with its 省市区 text."""
    return Coded(code=code, label=region_name(code)) if code else None


class Refusal(Answer):
    """Why one of many was refused, as a problem would say it of one alone."""

    code: str
    title: str
    detail: str
    rule: str | None
    who_can_change: str | None
    remedy: str


def refusal_of(problem: Problem) -> Refusal:
    """The refusal among the answers of many; a malformed field says what is wrong with it."""
    faults = "；".join(f"{fault.field}：{fault.reason}" for fault in problem.errors)
    return Refusal(
        code=problem.code,
        title=problem.title,
        detail=faults or problem.detail,
        rule=problem.facts.get("rule"),
        who_can_change=problem.who_can_change,
        remedy=problem.advice,
    )
