"""签约设置, pure: the agreement type, and what the switches mean (guides/003 §3)."""

from enum import StrEnum


class AgreementType(StrEnum):
    """协议类型, decided by the province for all its schools; what the school's review is called follows from it."""

    TWO_PARTY = "two_party"
    THREE_PARTY = "three_party"

    @property
    def label(self) -> str:
        """The name of the form."""
        return {"two_party": "两方协议", "three_party": "三方协议"}[self.value]

    @property
    def review_word(self) -> str:
        """What schools and departments do with it: 鉴证 or 审核."""
        return {"two_party": "鉴证", "three_party": "审核"}[self.value]


class SettingsState(StrEnum):
    """How far a school is with the settings of a cohort."""

    UNSET = "unset"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """As the province's list shows it."""
        return {"unset": "尚未填写签约设置", "open": "在线签约已开启", "closed": "在线签约已关闭"}[self.value]


def settings_state(signing_open: bool | None) -> SettingsState:
    """None means that there are no settings."""
    if signing_open is None:
        return SettingsState.UNSET
    return SettingsState.OPEN if signing_open else SettingsState.CLOSED


def switch_after(wanted: bool | None, *, before: bool, was_open: bool, opens: bool) -> bool:
    """What 补登开关 or 填报去向登记开关 is after an edit that may not speak of it.

    Turning 在线签约开关 on opens both by default (guides/003 §3 ①); otherwise they stay as they were.
    """
    if wanted is not None:
        return wanted
    if opens and not was_open:
        return True
    return before
