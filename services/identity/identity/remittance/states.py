"""Remittances: what the form takes, how the bank's news go forward, and when the money is asked about. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from common.clock import shanghai_date, shanghai_midnight
from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault

SHOWN_DIGITS = 4
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(minutes=10)


class RemittanceStatus(StrEnum):
    """What the bank has done so far."""

    ORDERED = "ordered"
    ACCEPTED = "accepted"
    PAID = "paid"
    FAILED = "failed"
    RETURNED = "returned"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """What the centre sees."""
        return {
            "ordered": "待提交银行",
            "accepted": "银行已受理",
            "paid": "已汇款",
            "failed": "汇款失败",
            "returned": "已退汇",
            "cancelled": "未汇款（已撤回）",
        }[self.value]


_LATER = {
    RemittanceStatus.ORDERED: ("accepted", "paid", "failed", "returned"),
    RemittanceStatus.ACCEPTED: ("paid", "failed", "returned"),
    RemittanceStatus.PAID: ("returned",),
}


def is_news(known: RemittanceStatus, told: RemittanceStatus) -> bool:
    """Whether what the bank tells comes after what we know; duplicates and late messages are not news."""
    return told in _LATER.get(known, ())


def check_account(text: str) -> str:
    """对公账号: 8 to 32 digits; there is no national check digit (domain §3.3). Raises `ValueFault`."""
    account = compact(text).replace("-", "")
    if not re.fullmatch(r"[0-9]{8,32}", account):
        raise ValueFault("对公账号应为8至32位数字", "请按开户许可证或银行回单填写，不含字母和标点")
    return account


def check_amount(text: str) -> str:
    """The amount as the bank statement shows it, in yuan. Raises `ValueFault`; a try is not used up by that."""
    amount = compact(text)
    if not re.fullmatch(r"[0-9]\.[0-9]{2}", amount):
        raise ValueFault("汇款金额的格式应为“0.37”", "请以元为单位填写，小数点后保留两位，不填写货币符号")
    if not "0.01" <= amount <= "0.99":
        raise ValueFault("汇款金额应在0.01至0.99元之间", "请核对银行流水中收到的金额")
    return amount


def masked(account: str) -> str:
    """An account number as people may see it after it was submitted."""
    return "*" * (len(account) - SHOWN_DIGITS) + account[-SHOWN_DIGITS:]


@dataclass(frozen=True)
class Attempts:
    """How often an employer, an account, and the one with the other have been tried this month."""

    of_employer: int
    of_account: int
    of_both: int


def month_of(moment: datetime) -> datetime:
    """When the calendar month of a moment began, in China."""
    return shanghai_midnight(shanghai_date(moment).replace(day=1))


def pause_after(sendings: int) -> timedelta:
    """How long to wait before the bank is spoken to again: doubling, up to ten minutes."""
    return min(FIRST_PAUSE * 2 ** min(sendings, 10), LONGEST_PAUSE)
