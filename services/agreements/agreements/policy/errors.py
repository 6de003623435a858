"""What can go wrong with sign settings."""

from common.errors import Conflict, NotFound


class NoSignSettings(NotFound):
    """The school has not filled in the settings of this cohort."""

    code = "agreements.no_sign_settings"
    title = "尚未填写签约设置"
    remedy = "请学校用户在“签约设置”中选择届别并填写。"

    def __init__(self, cohort: int) -> None:
        super().__init__(f"本校{cohort}届的签约设置尚未填写，在线签约未开启。", who_can_change="本校学校用户")


class SigningNotOpen(Conflict):
    """The school has no settings for the cohort, or has turned 在线签约开关 off (guides/004 §3)."""

    code = "agreements.signing_not_open"
    title = "学校未开启在线签约"
    remedy = "请联系学校就业部门了解开启时间。"


class SupplementNotOpen(Conflict):
    """The school has no settings for the cohort, or has turned 补登开关 off (guides/003 §3)."""

    code = "agreements.supplement_not_open"
    title = "学校未允许补登"
    remedy = "请联系学校就业部门了解是否可以补登。"
