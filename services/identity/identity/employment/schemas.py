"""The answers of the employment system. What it adds later is ignored."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from common.contracts.codes import DataScope
from common.contracts.values.school_code import SchoolCode


class EmploymentAccount(BaseModel):
    """An account of a school's office or of a department, as the employment system has it."""

    account_id: str = Field(min_length=1, max_length=100)
    username: str
    name: str
    role: Literal["school", "department"]
    school_code: SchoolCode
    department: str | None
    data_scope: DataScope
    mobile: str | None
    title: str | None
    email: str | None
    closed: bool
    changed_at: datetime


class EmploymentAccountPage(BaseModel):
    """Accounts by the time of their last change."""

    items: list[EmploymentAccount]
    next_cursor: str | None


class EmploymentRefusal(BaseModel):
    """How it refuses."""

    code: str
