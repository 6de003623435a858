"""A graduate's outcome, out."""

from datetime import datetime

from pydantic import Field

from common.answers import Answer, Coded


class OutcomeView(Answer):
    """毕业去向 as it counts now."""

    version: int = Field(description="第几次变更；0 表示从未登记")
    outcome: Coded | None = Field(description="毕业去向；未登记时为空")
    source: Coded
    changed_at: datetime | None
