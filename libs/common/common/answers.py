"""What the requests and answers of all services share, so that a screen reads them the same way everywhere."""

from pydantic import BaseModel, ConfigDict, Field

from common.errors import Problem


class Answer(BaseModel):
    """Base of answers: they are made once and not changed."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Request(BaseModel):
    """Base of request bodies: a field nobody knows is refused, because it is a field somebody misspelt."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Coded(Answer):
    """A code with the label people see, so that no screen needs tables of its own."""

    code: str
    label: str


class ActionOption(Answer):
    """One thing the reader could do, whether it is open now, and if not, why not and who can change it."""

    action: str
    label: str
    allowed: bool
    rule: str | None = Field(default=None, description="不允许时：违反的规则")
    reason: str | None = Field(default=None, description="不允许时：原因")
    who_can_change: str | None = Field(default=None, description="不允许时：谁可以改变")


def action_option(action: str, label: str, refusal: Problem | None) -> ActionOption:
    """The action as a screen shows it."""
    if refusal is None:
        return ActionOption(action=action, label=label, allowed=True)
    return ActionOption(
        action=action,
        label=label,
        allowed=False,
        rule=refusal.facts.get("rule", refusal.code),
        reason=refusal.detail,
        who_can_change=refusal.who_can_change,
    )
