"""Words for the codes in events."""

from typing import Any

from common.contracts.codes.warnings import WARNING_TYPES
from common.contracts.values.checked import ValueFault
from notifications.templates.lengths import FIELD_LIMITS, some_of

EMPLOYER_FIELDS = {
    "name": "单位名称",
    "uscc": "统一社会信用代码",
    "type": "单位类型",
    "nature_code": "单位性质",
    "industry_code": "网签所属行业",
    "region_code": "所在地",
    "address": "详细地址",
    "postcode": "邮政编码",
    "contact_name": "单位联系人",
    "contact_phone": "联系人电话",
    "contact_mobile": "联系人手机",
    "contact_email": "联系人邮箱",
}
LIFTED_BECAUSE = {
    "removed": "学校已删除标记",
    "expired": "标记已到期",
    "appeal_upheld": "申诉成立",
}
REVIEWED = {
    ("online", None): "签约",
    ("offline", "sheet"): "就业协议",
    ("offline", "copy"): "盖章协议",
    ("offline", None): "线下签约",
    ("supplement", None): "补登",
}
"""What a reviewer has before them, by kind and by which of the offline reviews it is (guides/003 §5.2)."""
UNNAMED = {"employer_name": "用人单位", "graduate_name": "毕业生"}
"""Where a sender does not say the name yet."""
SIGNINGS = {"online": "线上签约", "offline": "线下签约", "supplement": "补登"}
RESCINDED_HOW = {
    "online": "双方同意解约",
    "forced": "强制解约",
    "mutual": "双方同意解约",
    "unilateral": "学生单方面解约",
}
STEPS = {"department": "院系", "school": "学校"}
WAITED_FOR = {"employer": "用人单位", "graduate": "毕业生"}
OTHER = "其他"


def labels_of(values: dict[str, Any]) -> dict[str, str]:
    """The words of an event's lists and reasons. What a newer sender says in a code of its own becomes 其他."""
    found = {name: word for name, word in UNNAMED.items() if values.get(name, "") is None}
    if "changed_fields" in values:
        labels = (EMPLOYER_FIELDS.get(name, f"{OTHER}信息") for name in values["changed_fields"])
        found["changed"] = "、".join(dict.fromkeys(labels)) or f"{OTHER}信息"
    if "warning_types" in values:
        found["warning_types"] = "、".join(dict.fromkeys(map(_warning_type, values["warning_types"])))
    if "kind" in values:
        found["signing"] = SIGNINGS.get(values["kind"], "签约")
    if "offline_review" in values:
        found["reviewed"] = REVIEWED.get((values["kind"], values["offline_review"]), "签约")
    if "return_fields" in values:
        found["marked"] = f"需修改：{'、'.join(values['return_fields'])}。" if values["return_fields"] else ""
    if "amended_fields" in values:
        found["amended"] = "、".join(values["amended_fields"]) or OTHER
        found["amended_short"] = some_of(values["amended_fields"], FIELD_LIMITS["thing"]) or OTHER
    if "form" in values:
        found["how"] = RESCINDED_HOW.get(values.get("ruling") or values["form"], "解约")
    if "remind" in values:
        found["waited_for"] = WAITED_FOR.get(values["remind"], "对方")
    if "because" in values:
        found["because"] = LIFTED_BECAUSE.get(values["because"], OTHER)
    return found


def _warning_type(code: str) -> str:
    try:
        return WARNING_TYPES.label(code)
    except ValueFault:
        return OTHER
