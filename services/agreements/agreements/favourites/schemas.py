"""Searching graduates and keeping them, in and out."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from common.answers import Answer, Coded, Request
from common.contracts.values.cohort import Cohort
from common.contracts.values.id_number import IdNumber
from common.contracts.values.person_name import PersonName
from common.contracts.values.text import Text

MOST_REMOVED = 1000


class GraduateSearch(Request):
    """What an employer must know exactly to find a graduate."""

    name: PersonName
    id_number: IdNumber
    school_name: Annotated[str, Text(100)] = Field(description="毕业院校全称", examples=["北京示例大学"])
    cohort: Cohort | None = Field(default=None, description="届别；不填则取最近一届")


class FoundGraduate(Answer):
    """What a search shows, and no more (guides/000 §4; 个人信息保护法 art. 6)."""

    cohort: int
    cohort_label: str
    school: Coded
    level: Coded = Field(description="学历层次")
    major: str = Field(description="专业")
    favourite_id: UUID | None = Field(description="已在收藏夹中时：收藏编号")


class Invalidity(Answer):
    """Why a favourite is 失效, and what can be done."""

    at: datetime
    reason: Coded
    remedy: str


class FavouriteView(Answer):
    """A favourite, frozen when it was added."""

    id: UUID
    cohort: int
    cohort_label: str
    name: str
    id_number_masked: str
    school: Coded
    level: Coded
    major: str
    added_at: datetime
    invalid: Invalidity | None = Field(description="失效时：时间、原因和处理办法；为空表示可以发起签约邀请")


class CohortCount(Answer):
    """How many favourites there are of one cohort."""

    cohort: int
    cohort_label: str
    valid: int = Field(description="学生收藏夹中的人数")
    invalid: int = Field(description="失效的人数")


class RemoveFavourites(Request):
    """Which favourites to remove together."""

    favourite_ids: Annotated[set[UUID], Field(min_length=1, max_length=MOST_REMOVED)] = Field(
        description=f"收藏编号，最多 {MOST_REMOVED} 个"
    )


class RemovedFavourites(Answer):
    """Which of them were there and are gone now."""

    removed: list[UUID]
