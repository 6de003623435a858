"""The text messages: their words, and what may be put into them. A supplier approves each of them beforehand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from notifications.templates.lengths import shortened_name

ONE_MESSAGE = 70
"""Characters that are sent and paid as one message, 【signature】 included (domain.md §5)."""


class TextTemplate(StrEnum):
    """Which text. Those that begin with `verification` carry a code."""

    VERIFICATION_CODE = "verification_code"
    VERIFICATION_FOR_ACCEPTANCE = "verification_for_acceptance"
    VERIFICATION_FOR_CORRECTION = "verification_for_correction"
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
NAME_BESIDE_A_CODE = 18
"""What is left for the employer's name in one message that says what its code does."""
_NAME = re.compile(r".{1,200}", re.DOTALL)
"""Of any length that an employer has: a code that was refused for its name would leave the acceptance without one."""
_CODE = {"code": re.compile(r"[0-9]{4,8}"), "minutes": re.compile(r"[1-9][0-9]?")}
_BINDING = {"employer": _NAME, "code": re.compile(r"[0-9]{6}"), "minutes": _CODE["minutes"]}
_CONSENT = "填写即视为本人同意，切勿告诉他人。"

TEXTS = {
    TextTemplate.VERIFICATION_CODE: TextMessageKind(
        text="验证码：{code}，{minutes}分钟内有效。工作人员不会向您索取，请勿告知他人。",
        params=_CODE,
    ),
    # Whoever is pressed to pass such a code on reads first with whom and to what it binds (ADR 9).
    TextTemplate.VERIFICATION_FOR_ACCEPTANCE: TextMessageKind(
        text="同意与{employer}签订就业协议的验证码：{code}，{minutes}分钟内有效。" + _CONSENT,
        params=_BINDING,
    ),
    TextTemplate.VERIFICATION_FOR_CORRECTION: TextMessageKind(
        text="同意{employer}修改签约内容的验证码：{code}，{minutes}分钟内有效。" + _CONSENT,
        params=_BINDING,
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


def fitted(template: TextTemplate, params: Mapping[str, str]) -> dict[str, str]:
    """The values as they are sent: names as short as they must be."""
    patterns = TEXTS[template].params
    return {
        name: shortened_name(value, NAME_BESIDE_A_CODE) if patterns[name] is _NAME else value
        for name, value in params.items()
    }


def text_of(template: TextTemplate, params: Mapping[str, str]) -> str:
    """The words with the values in their places."""
    return TEXTS[template].text.format_map(params)
