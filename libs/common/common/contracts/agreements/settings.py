"""What agreements says of a school's settings."""

from typing import ClassVar, Literal

from common.contracts.event import Event


class SignSettingsChanged(Event):
    """A school's 签约设置 of a cohort, whole, as they are now (guides/003 §3)."""

    type = "agreements.sign-settings.changed.v1"
    subject_field: ClassVar[str] = "settings_id"

    settings_id: str
    """`<school code>:<cohort>`."""
    school_code: str
    cohort: int
    signing_open: bool
    supplement_open: bool
    destinations_open: bool
    review_mode: Literal["school_only", "department_then_school"]
