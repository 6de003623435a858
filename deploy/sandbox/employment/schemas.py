"""Accounts and graduates as 就业管理系统 knows them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, model_validator

from common.contracts.codes.levels import DataScope
from common.contracts.roster import HEADERS, OPTIONAL_HEADERS

KNOWN_HEADERS = frozenset((*HEADERS, *OPTIONAL_HEADERS))
EXAM_NUMBER = "考生号"

Username = Annotated[str, Field(pattern=r"^[A-Za-z0-9._@-]{4,32}$"), AfterValidator(str.lower)]
SchoolCode = Annotated[str, Field(pattern=r"^\d{5}$", description="院校代码")]
Cohort = Annotated[int, Field(ge=2000, le=2100, description="届: the year of graduation")]
NewPassword = Annotated[str, Field(min_length=8, max_length=64)]

ACCOUNT_EXAMPLE: dict[str, JsonValue] = {
    "name": "李老师",
    "password": "Yuanxi2027",
    "role": "department",
    "school_code": "19901",
    "department": "计算机科学与技术学院",
    "data_scope": "undergraduate",
    "mobile": "13812340002",
    "title": "辅导员",
    "email": "li@example.com",
}


class AccountFacts(BaseModel):
    """What the system tells about an account (添加院系用户, guides/003 fig 3)."""

    name: str = Field(min_length=1, max_length=100, description="姓名")
    role: Literal["school", "department"]
    school_code: SchoolCode
    department: str | None = Field(default=None, max_length=100, description="院系; department users only")
    data_scope: DataScope = Field(default="all", description="数据权限：全部、本专科、研究生")
    mobile: str | None = Field(default=None, pattern=r"^1[3-9]\d{9}$", description="手机")
    title: str | None = Field(default=None, max_length=50, description="职务")
    email: str | None = Field(default=None, max_length=200, description="邮箱")
    closed: bool = False

    @model_validator(mode="after")
    def department_fits_role(self) -> "AccountFacts":
        if (self.role == "department") != bool(self.department):
            raise ValueError("a department user has a department, a school user has none")
        return self


class AccountDetails(AccountFacts):
    """What is put in for one account. `locked` makes every login fail with 423."""

    model_config = ConfigDict(json_schema_extra={"examples": [ACCOUNT_EXAMPLE]})

    password: str = Field(min_length=1, max_length=100)
    locked: bool = False


class NewAccount(AccountDetails):
    model_config = ConfigDict(json_schema_extra={"examples": [{"username": "jsj-shenhe", **ACCOUNT_EXAMPLE}]})

    username: Username


class Account(AccountDetails):
    """An account as it is kept."""

    account_id: str
    username: str
    changed_at: AwareDatetime


class AccountView(AccountFacts):
    """An account as the platform is told of it."""

    account_id: str = Field(description="The same for as long as the account exists")
    username: str
    changed_at: datetime


class AccountPage(BaseModel):
    items: list[AccountView] = Field(description="By time of the last change")
    next_cursor: str | None


class LoginRequest(BaseModel):
    username: str = Field(max_length=64)
    password: str = Field(max_length=100)


class PasswordRequest(BaseModel):
    password: NewPassword


def _known_columns(row: dict[str, str]) -> dict[str, str]:
    unknown = [header for header in row if header not in KNOWN_HEADERS]
    if unknown:
        raise ValueError(f"unknown columns: {', '.join(unknown)}")
    if not row.get(EXAM_NUMBER, "").strip():
        raise ValueError(f"every row needs {EXAM_NUMBER}")
    return row


# Columns only, no rules for their values: the platform must be able to receive a row that is wrong.
RosterRow = Annotated[dict[str, Annotated[str, Field(max_length=200)]], AfterValidator(_known_columns)]


class RowsRequest(BaseModel):
    """Rows of one school's 应届毕业生名单 for one 届, with the 19 Chinese headers and, if wanted, 是否可以签约."""

    school_code: SchoolCode
    cohort: Cohort
    rows: list[RosterRow] = Field(max_length=20_000)


class GraduateChange(BaseModel):
    """The newest change of one graduate in one 届."""

    sequence: int = Field(description="Counts the changes of one school's list, from 1")
    removed: bool
    exam_number: str = Field(description="考生号")
    row: dict[str, str] | None = Field(description="The row as it is now; null when removed")
    reason: str | None = Field(description="Why the graduate was removed")


class Graduate(GraduateChange):
    """A graduate as kept."""

    school_code: str
    cohort: int


class GraduatePage(BaseModel):
    """Changes after a sequence, oldest first."""

    items: list[GraduateChange]
    next: int | None = Field(description="`after` of the next page; null when this was the last")
    latest: int = Field(description="Sequence of the school's latest change: `after` of the next incremental pull")
