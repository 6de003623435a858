"""The review chain of a school: the department first and then the school, or the school alone (guides/003 §3).

Pure functions. The same chain serves new agreements, supplements, destinations and rescissions.
"""

from enum import StrEnum


class ReviewMode(StrEnum):
    """审核设置 of the sign settings; the value was frozen when the review began."""

    SCHOOL_ONLY = "school_only"
    DEPARTMENT_THEN_SCHOOL = "department_then_school"

    @property
    def label(self) -> str:
        """The guides' exact words (guides/003 fig 4)."""
        return {"school_only": "仅校级审核", "department_then_school": "先院系再校级审核"}[self.value]


class ReviewStep(StrEnum):
    """Who has to look at it now."""

    DEPARTMENT = "department"
    SCHOOL = "school"

    @property
    def label(self) -> str:
        """What the step is called on screens."""
        return {"department": "院系审核", "school": "学校审核"}[self.value]


def first_step(mode: ReviewMode) -> ReviewStep:
    """Where a review begins."""
    return ReviewStep.DEPARTMENT if mode is ReviewMode.DEPARTMENT_THEN_SCHOOL else ReviewStep.SCHOOL


def step_after(step: ReviewStep) -> ReviewStep | None:
    """Where a passed review goes; None when it is through."""
    return ReviewStep.SCHOOL if step is ReviewStep.DEPARTMENT else None
