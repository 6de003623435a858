"""Where an edit came from, pure."""

from enum import StrEnum


class EditSource(StrEnum):
    """What was filled in when something else was written."""

    LETTER = "letter"

    @property
    def label(self) -> str:
        """As histories show it."""
        return {"letter": "签约邀请函"}[self.value]
