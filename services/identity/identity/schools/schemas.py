"""Schools as requests and answers show them."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from common.answers import Request
from common.contracts.values.checked import ValueFault, schema_error
from common.contracts.values.region import PROVINCES
from common.contracts.values.school_code import SchoolCode, SchoolIdentifier, check_school_identifier, province_of
from common.contracts.values.text import Text
from identity.schools.tables import School, SchoolVersion


def check_province_code(code: str) -> str:
    """The two digits of a province (GB/T 2260)."""
    if code not in PROVINCES:
        raise schema_error(ValueFault("省级代码不在行政区划代码表中", "请填写两位省级代码，如 11（北京市）"))
    return code


def check_agreement(identifier: str, code: str, province_code: str) -> None:
    """学校标识码 against the rest of the school. Raises `ValueFault`."""
    check_school_identifier(identifier, code)
    if province_of(identifier) != province_code:
        raise ValueFault("学校标识码第3至4位与所在省份不一致", "请核对学校标识码和省级代码")


ProvinceCode = Annotated[str, AfterValidator(check_province_code), Field(description="省级代码，两位", examples=["33"])]


class NewSchool(BaseModel):
    """A school that is to take part. 学校标识码 must agree with code and province (《学校（机构）代码管理办法》)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"code": "19901", "name": "示范大学", "province_code": "33", "identifier": "4133019901"},
            ]
        },
    )

    code: SchoolCode
    name: Annotated[str, Text(100, minimum=2)] = Field(description="学校全称", examples=["示范大学"])
    province_code: ProvinceCode
    identifier: SchoolIdentifier | None = None

    @field_validator("identifier")
    @classmethod
    def _agrees_with_the_rest(cls, identifier: str | None, info: ValidationInfo) -> str | None:
        code, province = info.data.get("code"), info.data.get("province_code")
        if identifier is None or code is None or province is None:
            return identifier
        try:
            check_agreement(identifier, code, province)
        except ValueFault as fault:
            raise schema_error(fault) from None
        return identifier


class CorrectedSchool(Request):
    """A correction by the centre. What is left out stays as it is; the code never changes."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"version": 1, "name": "示范科技大学", "reason": "教育部批准更名"}]}
    )

    version: int = Field(description="读取时的版本号")
    name: Annotated[str, Text(100, minimum=2)] = Field(default="", description="学校全称")
    province_code: ProvinceCode = Field(default="")
    identifier: SchoolIdentifier | None = None
    reason: Annotated[str, Text(200)] = Field(description="更正原因")


class SchoolView(BaseModel):
    """A school for pickers."""

    code: str
    name: str
    province_code: str
    province: str = Field(description="省份名称")

    @classmethod
    def of(cls, school: School) -> Self:
        """The view of a stored school."""
        return cls(
            code=school.code,
            name=school.name,
            province_code=school.province_code,
            province=PROVINCES[school.province_code],
        )


class OpenedSchool(SchoolView):
    """A school as the centre sees it after opening it."""

    identifier: str | None
    version: int

    @classmethod
    def of(cls, school: School) -> Self:
        """The view of a stored school."""
        return cls(**SchoolView.of(school).model_dump(), identifier=school.identifier, version=school.version)


class SchoolVersionView(BaseModel):
    """A school as it was from then on."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    name: str
    identifier: str | None
    province_code: str
    reason: str | None = Field(description="更正原因")
    by_name: str | None = Field(description="操作人")
    at: datetime

    @classmethod
    def of(cls, version: SchoolVersion) -> Self:
        """The view of a stored version."""
        return cls.model_validate(version)


class SchoolDetail(OpenedSchool):
    """A school with its history, newest first."""

    history: list[SchoolVersionView]
