"""Codes to graduates over WeChat: the fields of each, as `text_messages` has the words on the phone."""

from collections.abc import Mapping

from notifications.templates.kinds import WeChatText
from notifications.templates.lengths import FIELD_LIMITS, shortened_name
from notifications.templates.rendering import wechat_fields
from notifications.templates.text_messages import TextTemplate

FOR_SIGNING = "verification_for_signing"


def _binding(effect: str) -> WeChatText:
    """Code, employer, what it does; one template of the account for both."""
    fields = {"thing2": "{employer}", "thing3": effect, "thing4": "{minutes}分钟内有效，切勿告诉他人"}
    return WeChatText(FOR_SIGNING, {"character_string1": "{code}", **fields})


CODES: Mapping[TextTemplate, WeChatText] = {
    TextTemplate.VERIFICATION_CODE: WeChatText(
        "verification_code", {"character_string1": "{code}", "thing2": "{minutes}分钟内有效，请勿告知他人"}
    ),
    TextTemplate.VERIFICATION_FOR_ACCEPTANCE: _binding("填写即视为本人同意签订就业协议"),
    TextTemplate.VERIFICATION_FOR_CORRECTION: _binding("填写即视为本人同意修改签约内容"),
}


def code_fields(template: TextTemplate, params: Mapping[str, str]) -> dict[str, str]:
    """The fields of a code's template message."""
    facts = dict(params)
    if "employer" in facts:
        facts["employer"] = shortened_name(facts["employer"], FIELD_LIMITS["thing"])
    return wechat_fields(CODES[template], facts)
