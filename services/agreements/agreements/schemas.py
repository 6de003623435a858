"""What the requests and answers of several features share."""

from typing import Annotated

from fastapi import Header
from pydantic import Field

from common.answers import Answer, Coded
from common.contracts.values.region import region_name
from common.errors import FieldFault, Problem

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
    errors: list[FieldFault] = Field(description="内容有误的字段：原因和如何修改")


def refusal_of(problem: Problem) -> Refusal:
    """The refusal among the answers of many; what is wrong with fields is said in its own sentence."""
    reasons = "；".join(fault.reason for fault in problem.errors)
    remedies = dict.fromkeys(f"{fault.remedy.removesuffix('。')}。" for fault in problem.errors if fault.remedy)
    return Refusal(
        code=problem.code,
        title=problem.title,
        detail=reasons or problem.detail,
        rule=problem.facts.get("rule"),
        who_can_change=problem.who_can_change,
        remedy="".join(remedies) or problem.advice,
        errors=problem.errors,
    )
