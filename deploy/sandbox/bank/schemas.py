"""What the bank takes and answers."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, HttpUrl, JsonValue

Status = Literal["accepted", "paid", "failed", "returned"]

EXAMPLE: dict[str, JsonValue] = {
    "request_id": "0198c0de-0000-7000-8000-000000000001",
    "payee": "杭州云栖数据有限公司",
    "account": "6222020200112233445",
    "bank_name": "中国工商银行北京中关村支行",
    "bank_code": "102110009918",
    "amount": "0.37",
}


class Order(BaseModel):
    """One remittance. The same request id is the same remittance."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    request_id: str = Field(min_length=1, max_length=64)
    payee: str = Field(min_length=1, max_length=200)
    account: str = Field(pattern=r"^\d{8,32}$", description="Its last four digits decide: 0001 to 0004 go wrong")
    bank_name: str = Field(min_length=1, max_length=200)
    bank_code: str | None = Field(default=None, pattern=r"^\d{12}$")
    amount: str = Field(pattern=r"^\d{1,9}\.\d{2}$", description="Yuan")
    callback_url: HttpUrl | None = Field(default=None, description="Where news are posted, signed")


class News(BaseModel):
    """What became of a remittance."""

    remittance_id: str
    request_id: str
    status: Status
    reason_code: str | None = None
    paid_at: AwareDatetime | None = None


class Remittance(Order):
    """A remittance that the bank took."""

    remittance_id: str
    status: Status = "accepted"
    reason_code: str | None = None
    accepted_at: AwareDatetime
    paid_at: AwareDatetime | None = None

    def news(self) -> News:
        return News(**self.model_dump(include=set(News.model_fields)))


class StatementLine(BaseModel):
    """What the owner of an account reads on the bank statement."""

    remittance_id: str
    account: str
    payee: str
    amount: str
    paid_at: AwareDatetime
    returned: bool
