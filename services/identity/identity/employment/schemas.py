"""The answers of the employment system. What it adds later is ignored."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from common.contracts.codes import DataScope
from common.contracts.values.school_code import SchoolCode
from common.contracts.values.text import Text
from common.logging import get_logger

log = get_logger(__name__)


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _lower(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


_Optional = BeforeValidator(_blank_is_none)


class EmploymentAccount(BaseModel):
    """An account of a school's office or of a department, as the employment system has it.

    The department is read like the roster's 院系, because the two must be equal (guides/003 §2).
    """

    account_id: Annotated[str, Text(100)]
    username: Annotated[str, Text(64), BeforeValidator(_lower)]
    name: Annotated[str, Text(100)]
    role: Literal["school", "department"]
    school_code: SchoolCode
    department: Annotated[Annotated[str, Text(100)] | None, _Optional]
    data_scope: DataScope
    mobile: Annotated[Annotated[str, Text(30)] | None, _Optional]
    title: Annotated[Annotated[str, Text(50)] | None, _Optional]
    email: Annotated[Annotated[str, Text(254)] | None, _Optional]
    closed: bool
    changed_at: datetime


def _or_none(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """One account that cannot be read must not hide the others."""
    try:
        return read(value)
    except ValidationError as fault:
        fields = sorted({str(error["loc"][0]) for error in fault.errors(include_input=False) if error["loc"]})
        log.warning("account of the employment system cannot be read", fields=fields)
        return None


class EmploymentAccountPage(BaseModel):
    """Accounts by the time of their last change; None stands for one that cannot be read."""

    items: list[Annotated[EmploymentAccount | None, WrapValidator(_or_none)]]
    next_cursor: str | None

    @property
    def readable(self) -> list[EmploymentAccount]:
        """The accounts of the page."""
        return [account for account in self.items if account is not None]


class EmploymentRefusal(BaseModel):
    """How it refuses."""

    code: str
