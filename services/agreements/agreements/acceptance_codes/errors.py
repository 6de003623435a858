"""What can go wrong with acceptance codes."""

from common.errors import Conflict, TooManyRequests


class AcceptanceCodeRefused(Conflict):
    """The code does not prove this acceptance or confirmation; `tries_left` says how many guesses it still takes. What
    to do depends on what is wrong with the code."""

    code = "agreements.acceptance_code_refused"
    title = "验证码未通过"
    remedy = "请重新获取验证码后再提交。"


class AcceptanceCodeTooSoon(TooManyRequests):
    """One was sent a moment ago."""

    code = "agreements.acceptance_code_too_soon"
    title = "验证码获取过于频繁"


class AcceptanceCodesUsedUp(TooManyRequests):
    """So many on one day are not needed for honest work, and each costs money."""

    code = "agreements.acceptance_codes_used_up"
    title = "今日获取验证码次数已达上限"


class GraduateUnreachable(Conflict):
    """There is no number and no WeChat to send a code to."""

    code = "agreements.graduate_unreachable"
    title = "没有可以接收验证码的方式"
    remedy = "请在学信网更新手机号码，或在平台绑定微信，然后重新获取验证码。"
