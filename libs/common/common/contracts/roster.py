"""One row of the roster (应届毕业生名单, guide 003 §4): 19 columns and one optional one, as schools' files hold them.

Coded columns take the code or the label. The name of the importing school, the cohort and duplicates need more than
one row and are the importer's to check.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from common.contracts.codes import (
    ETHNICITIES,
    LEVELS,
    POLITICAL_STATUSES,
    SEXES,
    TRAINING_MODES,
    CodeList,
    may_sign_online,
)
from common.contracts.values import exam_number, id_number, region
from common.contracts.values.calendar import Date, YearMonth
from common.contracts.values.checked import ValueFault, checked, schema_error
from common.contracts.values.email import Email
from common.contracts.values.exam_number import ExamNumber
from common.contracts.values.id_number import IdNumber
from common.contracts.values.mobile import Mobile
from common.contracts.values.person_name import PersonName
from common.contracts.values.text import Text

_MAJOR = re.compile(r"[（(]\s*([0-9A-Z]{4,10})\s*[)）]\s*(.+)")
_YEARS = re.compile(r"([0-9](?:\.[05])?|10)年?")
_YEARS_IN_WORDS = {"两年": "2", "二年": "2", "三年": "3", "四年": "4", "五年": "5", "六年": "6", "八年": "8"}


def check_school_years(text: str) -> Decimal:
    """学制 in years, in halves: 4, 2.5, 4年, 四年. Raises `ValueFault`."""
    plain = text.strip()
    matched = _YEARS.fullmatch(_YEARS_IN_WORDS.get(plain, plain))
    if matched is None or not Decimal(matched[1]):
        raise ValueFault(f"学制“{plain[:10]}”不正确", "请填写年数，如 4 或 2.5")
    return Decimal(matched[1])


def check_yes_no(text: str) -> bool:
    """是 or 否. Raises `ValueFault`."""
    answer = text.strip()
    if answer not in {"是", "否"}:
        raise ValueFault(f"“{answer[:10]}”不是有效选项", "请填写 是 或 否")
    return answer == "是"


def _blank_is_none(value: Any) -> Any:
    """Screens and exports show a missing value as "-" (guide 003 fig 10)."""
    return None if isinstance(value, str) and value.strip() in {"", "-", "—", "无"} else value


def _blank_is_yes(value: Any) -> Any:
    return "是" if isinstance(value, str) and not value.strip() else value


def _pick(codes: CodeList) -> dict[str, Any]:
    """What a template offers as a drop-down list."""
    return {"choices": [entry.label for entry in codes.items()]}


_Years = Annotated[Decimal, checked(check_school_years)]
_MaySign = Annotated[bool, checked(check_yes_no), BeforeValidator(_blank_is_yes)]
_Origin = Annotated[str, checked(region.region_code_of)]
_Optional = BeforeValidator(_blank_is_none)


class RosterRow(BaseModel):
    """A graduate as the school's file states him or her. Values are canonical: codes, not labels; dates, not text."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="forbid")

    exam_number: ExamNumber = Field(alias="考生号", description="14至18位，文本格式")
    name: PersonName = Field(alias="姓名", description="与身份证件一致，间隔号用“·”")
    sex: Annotated[str, SEXES.parsed()] = Field(
        alias="性别", description="男 或 女", json_schema_extra={"choices": ["男", "女"]}
    )
    id_number: IdNumber = Field(alias="身份证号", description="18位，文本格式")
    ethnicity: Annotated[str, ETHNICITIES.parsed()] = Field(
        alias="民族", description="名称或两位代码，如 汉族 或 01", json_schema_extra=_pick(ETHNICITIES)
    )
    political_status: Annotated[str, POLITICAL_STATUSES.parsed()] = Field(
        alias="政治面貌", description="名称或两位代码，如 共青团员 或 03", json_schema_extra=_pick(POLITICAL_STATUSES)
    )
    born: Date = Field(alias="出生日期", description="8位数字，如 20020315")
    school_name: Annotated[str, Text(100)] = Field(alias="毕业院校", description="学校全称")
    department: Annotated[str, Text(100)] = Field(alias="院系", description="须与院系用户的院系名称完全一致")
    level: Annotated[str, LEVELS.parsed()] = Field(
        alias="学历层次", description="名称或两位代码，如 本科生毕业 或 31", json_schema_extra=_pick(LEVELS)
    )
    major: Annotated[str, Text(120)] = Field(
        alias="专业", description="专业名称，可在前面加代码，如 (080901) 计算机科学与技术"
    )
    training_mode: Annotated[str, TRAINING_MODES.parsed()] = Field(
        alias="培养方式", description="名称或代码；定向、委培须注明可否网签", json_schema_extra=_pick(TRAINING_MODES)
    )
    origin: _Origin = Field(alias="生源所在地", description="6位行政区划代码或省市区全称，如 北京市海淀区")
    student_number: Annotated[Annotated[str, Text(30)] | None, _Optional] = Field(alias="学号", description="可不填")
    school_years: _Years = Field(alias="学制", description="年数，如 4 或 2.5")
    entered: YearMonth = Field(alias="入学时间", description="6位数字，如 202309")
    graduated: YearMonth = Field(alias="毕业时间", description="6位数字，如 202707")
    mobile: Annotated[Mobile | None, _Optional] = Field(alias="手机号码", description="11位，可不填")
    email: Annotated[Email | None, _Optional] = Field(alias="电子邮箱", description="可不填")
    may_sign: _MaySign = Field(
        default=True,
        alias="是否可以签约",
        description="是 或 否；不填视为是",
        json_schema_extra={"choices": ["是", "否"]},
    )

    @field_validator("id_number")
    @classmethod
    def _states_the_sex(cls, number: str, info: ValidationInfo) -> str:
        stated = info.data.get("sex")
        if stated is not None and stated != id_number.sex_code(number):
            given, proper = SEXES.label(stated), SEXES.label(id_number.sex_code(number))
            raise _fault(f"身份证号第17位表示性别为{proper}，与性别“{given}”不一致", "请对照身份证件核对性别和身份证号")
        return number

    @field_validator("born")
    @classmethod
    def _is_in_the_id_number(cls, born: date, info: ValidationInfo) -> date:
        number = info.data.get("id_number")
        if number is not None and born != id_number.birth_date(number):
            raise _fault("出生日期与身份证号第7至14位不一致", "请对照身份证件核对出生日期和身份证号")
        return born

    @field_validator("entered")
    @classmethod
    def _is_after_birth(cls, entered: str, info: ValidationInfo) -> str:
        born = info.data.get("born")
        if born is not None and entered <= born.strftime("%Y%m"):
            raise _fault("入学时间早于出生日期", "请核对入学时间和出生日期")
        return entered

    @field_validator("graduated")
    @classmethod
    def _is_after_entrance(cls, graduated: str, info: ValidationInfo) -> str:
        entered = info.data.get("entered")
        if entered is not None and graduated < entered:
            raise _fault(f"毕业时间 {graduated} 早于入学时间 {entered}", "请核对入学时间和毕业时间")
        return graduated

    @property
    def cohort(self) -> int:
        """The year of graduation."""
        return int(self.graduated[:4])

    @property
    def major_code(self) -> str | None:
        """The code in front of the major's name, if the school gave one."""
        matched = _MAJOR.fullmatch(self.major)
        return matched[1] if matched else None

    @property
    def major_name(self) -> str:
        """The major without its code."""
        matched = _MAJOR.fullmatch(self.major)
        return matched[2] if matched else self.major

    @property
    def may_sign_online(self) -> bool:
        """Both 是否可以签约 and the training mode allow it."""
        return self.may_sign and may_sign_online(self.training_mode)

    def warnings(self) -> list[str]:
        """Doubts that a school should look at and that refuse nothing."""
        return [
            *exam_number.warnings(self.exam_number, int(self.entered[:4])),
            *id_number.warnings(self.id_number),
            *region.warnings(self.origin),
        ]


def _fault(reason: str, remedy: str) -> PydanticCustomError:
    return schema_error(ValueFault(reason, remedy))


HEADERS = tuple(str(field.alias) for field in RosterRow.model_fields.values() if field.is_required())
OPTIONAL_HEADERS = tuple(str(field.alias) for field in RosterRow.model_fields.values() if not field.is_required())
