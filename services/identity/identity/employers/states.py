"""单位信息: when the employer's users may change it, and how long a draft keeps a USCC from others. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from common.contracts.values import region
from common.contracts.values.checked import ValueFault
from common.errors import Problem
from identity.employers.errors import EmployerDataLocked, NothingToCorrect
from identity.verification.states import VerificationStatus

CUSTOMER_SERVICE = "企业客服 010-67410355"
"""Who changes an employer's data after approval (guides/000 §11)."""

JOIN = {"action": "join", "label": "申请加入该单位", "path": "/identity/v1/employer/join-requests"}
"""What a user is offered whose employer is registered already (decisions: one employer per USCC)."""

LABELS = {
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
"""单位信息 field by field, as screens name them (guides/000 fig 6 and §11)."""

_MAY_CHANGE = (
    VerificationStatus.UNVERIFIED,
    VerificationStatus.REJECTED,
    VerificationStatus.REMITTANCE_FAILED,
    VerificationStatus.AMOUNT_FAILED,
)
_BY_REMITTANCE = (VerificationStatus.REMITTING, VerificationStatus.AWAITING_AMOUNT)
"""Nobody reviews: the employer's users can give the remittance up at any time, and change the data then."""

UNDER_REMITTANCE = "单位正在办理汇款认证，认证期间不能修改单位信息。"

VERIFIED = (VerificationStatus.APPROVED, VerificationStatus.SUSPENDED)
"""The data have passed a verification; since then they change by correction alone."""

# Words of 单位类型 and the 单位性质 that goes with them; private firms are what people get wrong (guides/000 §2).
_NATURE_OF_TYPE = (
    (("民营", "私营", "集体", "个体"), "39", "其他企业（如民营企业、集体企业、个体工商户等）"),
    (("国有", "国企", "央企"), "31", "国有企业"),
    (("外资", "外商", "合资", "三资"), "32", "三资企业"),
)
_FORMULA_STARTS = "=+-@"


class Change(StrEnum):
    """How a version of the data came about."""

    FILLED_IN = "filled_in"
    CHANGED = "changed"
    CORRECTED = "corrected"
    CORRECTED_BY_CENTRE = "corrected_by_centre"

    @property
    def label(self) -> str:
        """What the history shows."""
        return {
            "filled_in": "填写单位信息",
            "changed": "修改单位信息",
            "corrected": "申请更正并经审核通过",
            "corrected_by_centre": "企业客服更正",
        }[self.value]


@dataclass(frozen=True)
class Search:
    """What the centre looks for; None leaves a condition out."""

    name: str | None = None
    uscc: str | None = None
    status: VerificationStatus | None = None
    nature_code: str | None = None
    region_code: str | None = None


def region_prefix(code: str) -> str:
    """What the codes of all places inside a region begin with: `330000` → `33`, `330100` → `3301`."""
    return re.sub(r"(00){1,2}$", "", code)


def check_plain(text: str) -> str:
    """Text without markup, and which no spreadsheet takes for a formula. Raises `ValueFault`."""
    if "<" in text or ">" in text:
        raise ValueFault("不能含有“<”或“>”", "请只填写文字，不要粘贴网页代码")
    if text[:1] and text[0] in _FORMULA_STARTS:
        raise ValueFault(f"不能以“{text[0]}”开头", "请删去开头的符号")
    return text


def check_place(code: str) -> str:
    """A region that says where the employer is: a province alone does not, where it has cities. Raises `ValueFault`."""
    province = f"{code[:2]}0000"
    if region.region_name(code) == region.region_name(province) and region.children(province):
        raise ValueFault(f"所在地只到“{region.region_name(code)}”，不够具体", "请选择到市或县（区）")
    return code


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields of `after` that differ from `before`, in the order of the form."""
    return [name for name in LABELS if name in after and after[name] != before[name]]


def nature_warnings(employer_type: str | None, nature_code: str) -> list[str]:
    """What people often get wrong: which 单位性质 goes with which 单位类型 (guides/000 §2)."""
    for words, expected, label in _NATURE_OF_TYPE:
        if any(word in (employer_type or "") for word in words):
            return (
                [] if nature_code == expected else [f"单位类型为“{employer_type}”的，单位性质应选择“{label}”，请核对"]
            )
    return []


def why_not_change(status: VerificationStatus) -> Problem | None:
    """Why the employer's users may not change its data now; None when they may."""
    if status in _MAY_CHANGE:
        return None
    if status in VERIFIED:
        remedy = "如信息有误，请提交更正申请，或联系企业客服更正。"
        return EmployerDataLocked("单位信息已通过审核，不能自行修改。", remedy=remedy, who_can_change=CUSTOMER_SERVICE)
    if status in _BY_REMITTANCE:
        remedy = "请先撤回汇款认证，撤回后可修改单位信息。"
        return EmployerDataLocked(UNDER_REMITTANCE, remedy=remedy, who_can_change="本单位用户")
    remedy = "如信息有误，请联系企业客服更正。"
    return EmployerDataLocked(
        "单位信息正在审核中，审核结束前不能修改。", remedy=remedy, who_can_change=CUSTOMER_SERVICE
    )


def why_not_correct(status: VerificationStatus) -> Problem | None:
    """Why no correction of the data can be asked for or made now; None when it can."""
    if status in VERIFIED:
        return None
    if status in _MAY_CHANGE:
        remedy = "请在“单位信息”中直接修改。"
        return NothingToCorrect("单位信息尚未通过审核，可以直接修改。", remedy=remedy, who_can_change="本单位用户")
    if status in _BY_REMITTANCE:
        remedy = "请先撤回汇款认证，再在“单位信息”中直接修改。"
        return NothingToCorrect(UNDER_REMITTANCE, remedy=remedy, who_can_change="本单位用户")
    remedy = "请等待审核结束；审核不通过后可直接修改，审核通过后可申请更正。"
    return NothingToCorrect("单位信息正在审核中，审核结束前不能更正。", remedy=remedy, who_can_change="中心工作人员")


def gives_way(status: VerificationStatus, filled_in_at: datetime, now: datetime, holds: timedelta) -> bool:
    """Whether another account may use this employer's USCC: it was filled in, not submitted, and left lying.

    Otherwise a typing error, or somebody who fills in what is not theirs, would keep the real employer out for good.
    """
    return why_not_change(status) is None and filled_in_at + holds <= now
