"""The text messages: their words, and what may be put into them. A supplier approves each of them beforehand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ONE_MESSAGE = 70
"""Characters that are sent and paid as one message, 【signature】 included (domain.md §5)."""


class TextTemplate(StrEnum):
    """Which text."""

    VERIFICATION_CODE = "verification_code"
    INVITATION_RECEIVED = "invitation_received"
    INVITATION_AMENDED = "invitation_amended"
    AGREEMENT_AMENDED = "agreement_amended"
    MATTER_WAITS = "matter_waits"
    REMITTANCE_MADE = "remittance_made"


@dataclass(frozen=True)
class TextMessageKind:
    """The words, and a pattern for each value."""

    text: str
    params: Mapping[str, re.Pattern[str]]


LONGEST_VALUE = 20
"""Characters of a value in a notice; suppliers refuse longer ones."""
_VALUE = re.compile(rf"[^\r\n]{{1,{LONGEST_VALUE}}}")

TEXTS = {
    TextTemplate.VERIFICATION_CODE: TextMessageKind(
        text="验证码：{code}，{minutes}分钟内有效。工作人员不会向您索取，请勿告知他人。",
        params={"code": re.compile(r"[0-9]{4,8}"), "minutes": re.compile(r"[1-9][0-9]?")},
    ),
    TextTemplate.INVITATION_RECEIVED: TextMessageKind(
        text="{employer}邀请您签约，请在{deadline}前登录平台回应，逾期则签约失败。",
        params={"employer": _VALUE, "deadline": _VALUE},
    ),
    TextTemplate.INVITATION_AMENDED: TextMessageKind(
        text="{employer}修改了签约邀请，请在{deadline}前登录平台回应，逾期则签约失败。",
        params={"employer": _VALUE, "deadline": _VALUE},
    ),
    TextTemplate.AGREEMENT_AMENDED: TextMessageKind(
        text="学校修改了您与{employer}的签约信息，请登录平台查看，如有异议请联系学校。",
        params={"employer": _VALUE},
    ),
    TextTemplate.MATTER_WAITS: TextMessageKind(
        text="您与{employer}的签约等待您处理：{matter}，请尽快登录平台办理。",
        params={"employer": _VALUE, "matter": _VALUE},
    ),
    TextTemplate.REMITTANCE_MADE: TextMessageKind(
        text="已向贵单位对公账户汇款，请在{deadline}前登录平台填写收到的金额，完成单位身份认证。",
        params={"deadline": _VALUE},
    ),
}


def faults_of(template: TextTemplate, params: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the values, by their names; the values themselves are never repeated."""
    wanted = TEXTS[template].params
    faults = dict.fromkeys(params.keys() - wanted.keys(), "此模板没有这个参数")
    faults |= dict.fromkeys(wanted.keys() - params.keys(), "缺少此参数")
    for name in wanted.keys() & params.keys():
        if not wanted[name].fullmatch(params[name]):
            faults[name] = "格式不正确"
    return dict(sorted(faults.items()))


def text_of(template: TextTemplate, params: Mapping[str, str]) -> str:
    """The words with the values in their places."""
    return TEXTS[template].text.format_map(params)
