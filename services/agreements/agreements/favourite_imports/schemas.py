"""A row of the workbook, and what came of the rows."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from common.answers import Answer, Coded
from common.contracts.values.id_number import IdNumber
from common.contracts.values.person_name import PersonName
from common.contracts.values.text import Text

MOST_TOLD = 1000


class GraduateRow(BaseModel):
    """What must be known exactly of a graduate, as the template asks for it (guides/000 §4)."""

    name: PersonName = Field(alias="姓名", description="与身份证件一致，含间隔号“·”")
    id_number: IdNumber = Field(alias="身份证号", description="18位，最后一位可以是 X")
    school_name: Annotated[str, Text(100)] = Field(alias="毕业院校", description="院校全称，如：北京示例大学")


class RowReport(Answer):
    """A row that could not be added."""

    row: int = Field(description="工作表中的行号")
    outcome: Coded = Field(examples=[{"code": "not_found", "label": "未找到"}])
    detail: str


class ImportReport(Answer):
    """What a workbook did, or in a rehearsal would do. The workbook with a result per row can be downloaded."""

    id: UUID = Field(description="本次导入的编号，用于下载结果和确认加入")
    dry_run: bool = Field(description="true：仅校验，收藏夹没有变化")
    kept_until: datetime = Field(description="结果保留至")
    total: int = Field(description="数据行数")
    ready: int = Field(description="可以加入的行数")
    added: int = Field(description="已加入的行数")
    already: int = Field(description="原已在收藏夹的行数")
    repeated: int = Field(description="与其他行重复的行数")
    not_found: int = Field(description="未找到的行数")
    malformed: int = Field(description="格式错误的行数")
    rows: list[RowReport] = Field(description=f"未能加入的行及原因，最多列出前 {MOST_TOLD} 行")
