"""What can go wrong, in the words of RFC 9457.

    Problem
    ├── Invalid            422  the payload is malformed: field, reason, remedy
    ├── Forbidden          403  known, but not allowed
    │   └── Unauthenticated 401 not known: sign in
    ├── NotFound           404  does not exist, or is not the asker's to see
    ├── Conflict           409  a rule forbids it now: the rule, the fact, who can change it
    └── Unavailable        503  try again later
        └── TooManyRequests 429 try again later, you in particular

Only these bases know HTTP. Domain code raises a subclass that is named for what went wrong.
"""

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel


def _sentence(advice: str) -> str:
    """Advice on values is written as a clause, because workbooks join it to others; an answer shows a sentence."""
    return advice if not advice or advice.endswith(("。", "？", "！")) else f"{advice}。"


class FieldFault(BaseModel, frozen=True):
    """One faulty field: where it is, what is wrong with it, what to do."""

    field: str
    reason: str
    remedy: Annotated[str, AfterValidator(_sentence)] = ""


class Problem(Exception):
    """Base of all expected refusals. `facts` become members of the answer, so they must not hold personal data."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "problem"
    title: ClassVar[str] = "请求未能完成"
    remedy: ClassVar[str] = ""

    def __init__(
        self,
        detail: str = "",
        *,
        remedy: str | None = None,
        who_can_change: str | None = None,
        errors: list[FieldFault] | None = None,
        retry_after: int | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.advice = self.remedy if remedy is None else remedy
        self.who_can_change = who_can_change
        self.errors = errors or []
        self.retry_after = retry_after
        self.facts = facts


class Invalid(Problem):
    """The payload is malformed. Nothing was stored, nothing was said to anybody."""

    status = 422
    code = "invalid"
    title = "提交的内容有误"
    remedy = "请按各字段的提示修改后重新提交。"


class Forbidden(Problem):
    """The asker is known and may not do this."""

    status = 403
    code = "forbidden"
    title = "没有权限"


class Unauthenticated(Forbidden):
    """The asker is not known: no token, an expired one or a forged one."""

    status = 401
    code = "unauthenticated"
    title = "未登录或登录已失效"
    remedy = "请重新登录。"


class NotFound(Problem):
    """There is no such thing, or it is not the asker's to know of."""

    status = 404
    code = "not_found"
    title = "没有找到"


class Conflict(Problem):
    """A business rule forbids it in the present state."""

    status = 409
    code = "conflict"
    title = "当前状态下不能进行此操作"


class Unavailable(Problem):
    """Something that is needed does not answer now."""

    status = 503
    code = "unavailable"
    title = "服务暂时不可用"
    remedy = "请稍后重试。"


class TooManyRequests(Unavailable):
    """The asker has to wait; `retry_after` says how many seconds."""

    status = 429
    code = "too_many_requests"
    title = "操作过于频繁"
