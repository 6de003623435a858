"""The page on which a person reads what was sent, and finds out how to log in."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from common.clock import SHANGHAI
from deploy.sandbox.bank.routes import LedgerDep
from deploy.sandbox.chsi.routes import PeopleDep
from deploy.sandbox.chsi.schemas import Person
from deploy.sandbox.employment.routes import AccountsDep, GraduatesDep
from deploy.sandbox.employment.schemas import Account
from deploy.sandbox.failures import Failure, FailuresDep
from deploy.sandbox.jobplatform.routes import JobPlatformAccountsDep
from deploy.sandbox.sms.routes import OutboxDep
from deploy.sandbox.sms.schemas import Sms
from deploy.sandbox.templating import templates
from deploy.sandbox.wechat.routes import AccountDep
from deploy.sandbox.wechat.schemas import WeChatMessage

router = APIRouter()

SHOWN_MESSAGES = 100
SHOWN_PEOPLE = 30
SMS_STATUS = {"ACCEPTED": "已提交", "DELIVERED": "已送达", "UNDELIVERED": "未送达"}
SYSTEMS = {
    "bank": "银行",
    "chsi": "学信网",
    "employment": "就业管理系统",
    "jobplatform": "国家大学生就业服务平台",
    "sms-a": "短信供应商 A",
    "sms-b": "短信供应商 B",
    "wechat": "微信公众号",
}
MODES = {"down": "停止服务", "slow": "响应缓慢", "reject": "一律拒绝", "limit": "超出限额"}


class PageQuery(BaseModel):
    to: str = Field(default="", max_length=64, description="Mobile or openid")
    channel: Literal["", "sms", "wechat"] = ""
    person: str = Field(default="", max_length=100, description="Part of name, mobile, ID number or school")
    auto: bool = Field(default=False, description="Refresh every five seconds")


@dataclass(frozen=True)
class Row:
    """One message as the page shows it."""

    at: datetime
    channel: str
    supplier: str
    receiver: str
    title: str
    text: str
    url: str
    status: str

    @property
    def time(self) -> str:
        return self.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
async def show_page(
    request: Request,
    query: Annotated[PageQuery, Query()],
    outbox: OutboxDep,
    account: AccountDep,
    people: PeopleDep,
    staff: AccountsDep,
    graduates: GraduatesDep,
    jobplatform: JobPlatformAccountsDep,
    bank: LedgerDep,
    failures: FailuresDep,
) -> Response:
    sms = (
        []
        if query.channel == "wechat"
        else [_sms_row(m) for m in islice(outbox.newest_first(query.to), SHOWN_MESSAGES)]
    )
    wechat = (
        []
        if query.channel == "sms"
        else [_wechat_row(m) for m in islice(account.newest_first(query.to), SHOWN_MESSAGES)]
    )
    rows = sorted(sms + wechat, key=lambda row: row.at, reverse=True)[:SHOWN_MESSAGES]
    found = [person for person in people.all() if _matches(person, query.person.strip())]
    context = {
        "query": query,
        "rows": rows,
        "people": found[:SHOWN_PEOPLE],
        "found": len(found),
        "staff": [each for each in staff.all() if _matches_staff(each, query.person.strip())][:SHOWN_PEOPLE],
        "lists": graduates.counts(),
        "statement": bank.statement()[:SHOWN_PEOPLE],
        "jobplatform_accounts": jobplatform.all()[:SHOWN_PEOPLE],
        "followers": account.followers()[:SHOWN_PEOPLE],
        "troubles": [_trouble(system, failure) for system, failure in failures.standing().items()],
    }
    return templates.TemplateResponse(request, "page.html", context, headers={"Cache-Control": "no-store"})


@router.get("/health", tags=["health"])
async def health() -> dict[str, str]:
    """200 as long as the sandbox runs, whatever fails on demand."""
    return {"status": "ok"}


def _sms_row(message: Sms) -> Row:
    return Row(
        at=message.sent_at,
        channel="短信",
        supplier=message.supplier.upper(),
        receiver=message.mobile,
        title="",
        text=message.content,
        url="",
        status=SMS_STATUS[message.status],
    )


def _wechat_row(message: WeChatMessage) -> Row:
    # Only links that a browser can follow safely; the text of others is not lost, it is in the JSON twin.
    url = message.url if message.url.startswith(("http://", "https://")) else ""
    return Row(
        at=message.sent_at,
        channel="微信",
        supplier="",
        receiver=f"{message.nickname}({message.touser})",
        title=message.title,
        text=message.text,
        url=url,
        status="已发送",
    )


def _matches(person: Person, wanted: str) -> bool:
    if not wanted:
        return True
    schools = [enrolment.school_name for enrolment in person.enrolments]
    return any(wanted in text for text in (person.name, person.mobile, person.id_number, *schools))


def _matches_staff(account: Account, wanted: str) -> bool:
    facts = (account.username, account.name, account.school_code, account.department or "", account.mobile or "")
    return any(wanted in fact for fact in facts)


def _trouble(system: str, failure: Failure) -> str:
    left = f"，还剩 {failure.times} 次" if failure.times is not None else ""
    return f"{SYSTEMS[system]}:{MODES[failure.mode]}{left}"
