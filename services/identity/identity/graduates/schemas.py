"""What CHSI answers, and what graduates send and see at the door."""

from datetime import date
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from common.answers import ActionOption, Answer, action_option
from common.contracts.codes import ETHNICITIES, POLITICAL_STATUSES, SEXES
from common.contracts.codes.levels import short_level
from common.contracts.values.cohort import cohort_label
from common.contracts.values.region import region_name
from common.errors import Problem
from identity.graduates.errors import already_confirmed
from identity.roster.schemas import FieldChange
from identity.roster.states import KeptGraduate

SWITCH_LABEL = "切换届别"
CONFIRM_LABEL = "信息确认无误，进入系统"
NOTICE = "请先核对你的毕业生信息是否正确，若有误请联系学校就业部门更正；手机号码、电子邮箱请在学信网账号信息中修改。"


class Enrolment(BaseModel):
    """One 学籍 of a person, as CHSI states it. The school is known by its code or, without one, by a name."""

    school_code: str | None = None
    school_name: str = ""
    level_code: str


class EnrolmentRecord(BaseModel):
    """The account that signed in at CHSI, and its 学籍 records; none when the person has not bound any."""

    name: str
    id_number: str
    mobile: str = ""
    email: str = ""
    enrolments: list[Enrolment]


class BegunLogin(BaseModel):
    """Where the browser has to go."""

    authorize_url: str = Field(description="学信网登录页地址，请在浏览器中打开")


class ProfileField(BaseModel):
    """One line of the confirmation screen."""

    key: str
    label: str
    value: str


class RowWarning(Answer):
    """A row under the person's ID number that does not agree with the enrolment record: nobody can sign in as it."""

    graduate_id: UUID
    school_code: str
    school_name: str
    cohort: int
    cohort_label: str
    fields: list[str] = Field(description="不一致的字段", examples=[["姓名"]])
    reason: str
    who_can_change: str

    @classmethod
    def of(cls, graduate: KeptGraduate, fields: list[str], reason: str, who_can_change: str) -> Self:
        """The warning about a stored row."""
        return cls(
            graduate_id=graduate.id,
            school_code=graduate.school_code,
            school_name=graduate.particulars.school_name,
            cohort=graduate.cohort,
            cohort_label=cohort_label(graduate.cohort),
            fields=fields,
            reason=reason,
            who_can_change=who_can_change,
        )


class GraduateProfile(BaseModel):
    """核对信息 (guides/003 fig 6, guides/004 §2): the lines in the guide's order, and whether they are confirmed."""

    graduate_id: UUID
    version: int = Field(description="所核对的版本，确认时原样提交")
    cohort: int
    cohort_label: str
    confirmed: bool
    notice: str
    fields: list[ProfileField]
    changes: list[FieldChange] = Field(description="上次确认之后学校更正的内容；无需重新确认时为空")
    warnings: list[RowWarning] = Field(description="使用您身份证号、但登录时与学籍信息不一致的其他名单信息")
    actions: list[ActionOption]

    @classmethod
    def of(cls, graduate: KeptGraduate, *, changes: list[FieldChange], warnings: list[RowWarning]) -> Self:
        """The profile of a stored graduate."""
        return cls(
            graduate_id=graduate.id,
            version=graduate.version,
            cohort=graduate.cohort,
            cohort_label=cohort_label(graduate.cohort),
            confirmed=graduate.confirmed,
            changes=changes,
            warnings=warnings,
            notice=NOTICE,
            fields=_fields(graduate),
            actions=[action_option("confirm", CONFIRM_LABEL, already_confirmed() if graduate.confirmed else None)],
        )


class EnrolmentLine(BaseModel):
    """One of the person's own rows (届别切换, guides/004 §3)."""

    graduate_id: UUID
    cohort: int
    cohort_label: str
    school_code: str
    school_name: str
    education: str = Field(description="学历，如 本科")
    major_name: str
    current: bool = Field(description="是否为当前登录的届别")
    confirmed: bool
    on_roster: bool = Field(description="是否在学校的毕业生名单中")
    removed_because: str | None = Field(description="移出名单的原因；在名单中时为空")
    warning: RowWarning | None = Field(description="登录时与学籍信息不一致时：哪些字段，由谁更正")
    actions: list[ActionOption]

    @classmethod
    def of(cls, graduate: KeptGraduate, obstacle: Problem | None, warning: RowWarning | None, *, current: bool) -> Self:
        """The line of a stored row."""
        said = graduate.particulars
        return cls(
            graduate_id=graduate.id,
            cohort=graduate.cohort,
            cohort_label=cohort_label(graduate.cohort),
            school_code=graduate.school_code,
            school_name=said.school_name,
            education=short_level(said.level),
            major_name=said.major_name,
            current=current,
            confirmed=graduate.confirmed,
            on_roster=graduate.on_roster,
            removed_because=said.removed_because,
            warning=warning,
            actions=[action_option("switch", SWITCH_LABEL, obstacle)],
        )


class LoginCode(BaseModel):
    """The one-time code with which a browser came to the portal."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(min_length=1, max_length=200, description="登录完成后地址栏中的一次性登录码")


class ConfirmedVersion(BaseModel):
    """信息确认无误, for the version that was shown."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"version": 1}]})

    version: int = Field(ge=1, description="信息核对页面返回的 version")


def _fields(graduate: KeptGraduate) -> list[ProfileField]:
    said = graduate.particulars
    lines: list[tuple[str, str, Any]] = [
        ("exam_number", "考生号", said.exam_number),
        ("name", "姓名", said.name),
        ("sex", "性别", SEXES.label(said.sex)),
        ("born", "出生日期", _day(said.born)),
        ("id_number", "身份证号", said.id_number),
        ("origin", "生源省市", region_name(said.origin)),
        ("ethnicity", "民族", ETHNICITIES.label(said.ethnicity)),
        ("political_status", "政治面貌", POLITICAL_STATUSES.label(said.political_status)),
        ("school_name", "毕业院校", said.school_name),
        ("level", "层次", short_level(said.level)),
        ("major", "专业名称", said.major_name),
        ("school_years", "学制", f"{said.school_years.normalize():f}"),
        ("entered", "入学时间", _month(said.entered)),
        ("graduated", "毕业时间", _month(said.graduated)),
        ("mobile", "手机号码", said.mobile or ""),
        ("email", "电子邮箱", said.email or ""),
    ]
    return [ProfileField(key=key, label=label, value=value) for key, label, value in lines]


def _day(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def _month(month: str) -> str:
    return f"{month[:4]}-{month[4:]}"
