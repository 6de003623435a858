"""户档信息: where the personal file and the household registration go (guides/003 fig 10)."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from agreements.schemas import region
from common.answers import Answer, Coded, Request
from common.contracts.values.phone import Phone
from common.contracts.values.postcode import Postcode
from common.contracts.values.region import RegionCode, region_name
from common.contracts.values.text import Text

FILE_FIELDS = {
    "file_receiver": "档案转寄单位名称",
    "file_region_code": "档案转寄单位所在地",
    "file_address": "档案转寄单位详细地址",
    "file_contact": "档案转寄单位联系人",
    "file_phone": "档案转寄单位联系方式",
    "file_postcode": "档案转寄单位邮政编码",
}
HOUSEHOLD_FIELDS = {"household_region_code": "户口迁移所在地", "household_address": "户口迁移详细地址"}
FLAGS = {"accepts_file": "接收档案", "accepts_household": "接收户口"}
TITLES = FLAGS | FILE_FIELDS | HOUSEHOLD_FIELDS
REQUIRED_FILE_FIELDS = ("file_receiver", "file_region_code", "file_address")


class Relocation(Request):
    """Whether the employer takes the graduate's personal file and household registration, and where they go."""

    accepts_file: bool = Field(description="是否接收档案")
    accepts_household: bool = Field(description="是否接收户口")
    file_receiver: Annotated[str, Text(100)] | None = Field(default=None, description="档案转寄单位名称")
    file_region_code: RegionCode | None = None
    file_address: Annotated[str, Text(200)] | None = Field(default=None, description="档案转寄单位详细地址")
    file_contact: Annotated[str, Text(50)] | None = Field(default=None, description="档案转寄单位联系人")
    file_phone: Phone | None = None
    file_postcode: Postcode | None = None
    household_region_code: RegionCode | None = None
    household_address: Annotated[str, Text(200)] | None = Field(default=None, description="户口迁移详细地址")

    @model_validator(mode="after")
    def complete(self) -> "Relocation":
        """What is accepted has its address; what is not accepted has none, or the agreement would contradict itself."""
        self._require(self.accepts_file, REQUIRED_FILE_FIELDS, FILE_FIELDS, "接收档案")
        self._require(self.accepts_household, tuple(HOUSEHOLD_FIELDS), HOUSEHOLD_FIELDS, "接收户口")
        return self

    @property
    def label(self) -> str:
        """单位是否解决户档, as it is printed."""
        if self.accepts_file and self.accepts_household:
            return "接收档案和户口"
        return "接收档案" if self.accepts_file else "接收户口" if self.accepts_household else "不接收"

    def chosen_by(self, letter: "Relocation") -> "Relocation":
        """This profile's data for what a letter takes of it, and no more: the letter chooses, the profile says where
        (guides/000 §9)."""
        takes_file = self.accepts_file and letter.accepts_file
        takes_household = self.accepts_household and letter.accepts_household
        left_out = {
            **({} if takes_file else dict.fromkeys(FILE_FIELDS)),
            **({} if takes_household else dict.fromkeys(HOUSEHOLD_FIELDS)),
        }
        return self.model_copy(
            update={**left_out, "accepts_file": takes_file, "accepts_household": takes_household},
        )

    def _require(self, accepted: bool, required: tuple[str, ...], titles: dict[str, str], what: str) -> None:
        missing = [titles[name] for name in required if getattr(self, name) is None]
        given = [title for name, title in titles.items() if getattr(self, name) is not None]
        if accepted and missing:
            raise _fault(f"选择{what}时缺少{'、'.join(missing)}", "请补充填写")
        if not accepted and given:
            raise _fault(f"未选择{what}，却填写了{'、'.join(given)}", f"请选择{what}，或去掉这些内容")


class RelocationBlock(Answer):
    """户档, as screens and agreements show it."""

    accepts_file: bool
    accepts_household: bool
    label: str = Field(description="单位是否解决户档", examples=["接收档案和户口"])
    file_receiver: str | None
    file_region: Coded | None
    file_address: str | None
    file_contact: str | None
    file_phone: str | None
    file_postcode: str | None
    household_region: Coded | None
    household_address: str | None


def relocation_block(relocation: Relocation) -> RelocationBlock:
    """The shown form of what was entered."""
    shown = relocation.model_dump(exclude={"file_region_code", "household_region_code"})
    return RelocationBlock(
        **shown,
        label=relocation.label,
        file_region=region(relocation.file_region_code),
        household_region=region(relocation.household_region_code),
    )


def shown_value(field: str, value: Any) -> Any:
    """As histories show it."""
    return region_name(value) if value and field.endswith("region_code") else value


class ProfileView(Answer):
    """The employer's profile."""

    version: int
    updated_at: datetime
    content: RelocationBlock


def _fault(reason: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError("value_fault", "{reason}，{remedy}", {"reason": reason, "remedy": remedy})
