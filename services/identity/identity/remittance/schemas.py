"""Remittances: what is sent and what is shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from common.answers import Answer, Coded, Request
from common.contracts.values.checked import checked
from common.contracts.values.cnaps import Cnaps
from common.contracts.values.text import Text
from identity.remittance.states import check_account, check_amount

MOST_FURTHER_FILES = 8
"""With the letter nine, the limit of files per record."""


class AccountForm(Request):
    """对公账号汇款认证 (guides/000 fig 7). 收款人 is the employer's full name and is not sent."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "account": "6222020200112233445",
                    "bank_name": "中国工商银行北京中关村支行",
                    "bank_code": "102110009918",
                    "letter_file_id": "0193b0a0-0000-7000-8000-000000000008",
                    "more_file_ids": [],
                }
            ]
        },
    )

    account: Annotated[str, checked(check_account)] = Field(description="对公账号，8至32位数字；提交后不能修改")
    bank_name: Annotated[str, Text(100, minimum=4)] = Field(description="开户行名称，请填写完整名称")
    bank_code: Cnaps | None = Field(default=None, description="开户行银联号，12位，选填")
    letter_file_id: UUID = Field(description="加盖公章的网签授权书（用途 authorisation_letter）")
    more_file_ids: list[UUID] = Field(
        default=[], max_length=MOST_FURTHER_FILES, description="更多材料，选填（用途 verification_material）"
    )


class AmountForm(Request):
    """填写汇款金额 (guides/000 fig 8)."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [{"amount": "0.37"}]})

    amount: Annotated[str, checked(check_amount)] = Field(description="收到的金额，单位元，两位小数，例如 0.37")


class RemittanceView(Answer):
    """A remittance, to the employer and to the centre."""

    payee: str = Field(description="收款人")
    account: str = Field(description="对公账号，仅显示末四位")
    bank_name: str
    bank_code: str | None
    warnings: list[str] = Field(description="需要核对之处，不影响提交")
    status: Coded = Field(description="汇款状态")
    reason: Coded | None = Field(description="汇款失败的原因")
    paid_at: datetime | None = Field(description="汇款时间")
    answer_by: datetime | None = Field(description="填写金额的期限")
    tries_left: int = Field(description="还可填写的次数")


class ListedRemittance(RemittanceView):
    """One row of what the centre should look at."""

    id: UUID
    employer_id: UUID
    verification_id: UUID
    ordered_at: datetime
    ended_at: datetime | None
