"""预警单位, as it is shown beside an employer."""

from pydantic import Field

from common.answers import Answer, Coded


class WarningView(Answer):
    """What schools say of the employer (guides/003 §9). It is advice: nothing is blocked by it."""

    types: list[Coded] = Field(description="预警类型")
    national: bool = Field(description="全国共享")
    by_own_school: bool = Field(description="本校添加")
    text: str = Field(description="提示语")
