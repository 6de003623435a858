"""People and enrolments as 学信网 knows them."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

from deploy.sandbox.oauth.schemas import AuthorizationRequest, LoginForm

# Form only, no check digit: whoever asks must be able to receive a record that is wrong (domain: 学籍 ≠ roster).
IdNumber = Annotated[str, Field(pattern=r"^\d{17}[\dXx]$"), AfterValidator(str.upper)]
YearMonth = Annotated[str, Field(pattern=r"^\d{4}(0[1-9]|1[0-2])$", description="YYYYMM")]

PERSON_EXAMPLE: dict[str, JsonValue] = {
    "name": "欧阳静怡",
    "password": "Demo#2026",
    "mobile": "13812340001",
    "email": "ouyang@example.com",
    "enrolments": [
        {
            "school_code": "19901",
            "school_name": "示范大学",
            "level_code": "31",
            "level_name": "本科生毕业",
            "major_name": "软件工程",
            "entrance": "202209",
            "graduation": "202606",
            "student_number": "2022010001",
        }
    ],
}


class Enrolment(BaseModel):
    """One 学籍 of a person."""

    school_code: str = Field(pattern=r"^\d{5}$", description="院校代码")
    school_name: str = Field(min_length=1, max_length=100, description="毕业院校")
    level_code: str = Field(pattern=r"^\d{2}$", description="学历层次代码, e.g. 31")
    level_name: str = Field(min_length=1, max_length=20, description="学历层次, e.g. 本科生毕业")
    major_name: str = Field(min_length=1, max_length=100, description="专业")
    entrance: YearMonth
    graduation: YearMonth
    student_number: str = Field(default="", max_length=30, description="学号; may be empty")


class PersonDetails(BaseModel):
    """What is put in for one person. No enrolment means: the person has not bound a 学籍 (guides/004 §2)."""

    model_config = ConfigDict(json_schema_extra={"examples": [PERSON_EXAMPLE]})

    name: str = Field(min_length=1, max_length=100)
    password: str = Field(min_length=1, max_length=100)
    mobile: str = Field(pattern=r"^1[3-9]\d{9}$")
    email: str = Field(default="", max_length=200)
    enrolments: list[Enrolment] = []


class Person(PersonDetails):
    model_config = ConfigDict(json_schema_extra={"examples": [{"id_number": "110108200203159010", **PERSON_EXAMPLE}]})

    id_number: IdNumber


class EnrolmentRecord(BaseModel):
    """The answer to the holder of an access token."""

    subject: str = Field(description="Stable id of the 学信网 account")
    name: str
    id_number: str
    mobile: str
    email: str
    enrolments: list[Enrolment]


class ChsiAuthorizationRequest(AuthorizationRequest):
    """What the platform asks for, if it does not say."""

    scope: str = "enrolment"


class ChsiLoginForm(LoginForm):
    """`account` is an ID number or a mobile."""

    scope: str = "enrolment"
