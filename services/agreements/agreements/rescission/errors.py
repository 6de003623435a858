"""What can go wrong while rescinding, beside what can go wrong with any agreement."""

from common.errors import Conflict


class NoRequestLeft(Conflict):
    """The graduate has submitted as many requests as the school allows in the cohort (guides/003 §3 ③)."""

    code = "agreements.no_rescission_request_left"
    title = "可提交解约申请的次数已用完"
    remedy = "请与用人单位协商，由用人单位发起解约，或联系学校就业部门。"
