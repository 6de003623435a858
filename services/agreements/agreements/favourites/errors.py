"""What can go wrong with searching and favourites."""

from uuid import UUID

from common.contracts.values.cohort import cohort_label
from common.errors import Conflict, NotFound, TooManyRequests


class NoSuchGraduate(NotFound):
    """Name, ID number and school do not all belong to one graduate. Which of them is wrong is not told: the search
    must not become a way to find out who somebody is."""

    code = "agreements.no_such_graduate"
    title = "未找到匹配的毕业生"
    remedy = "请与毕业生核对姓名、身份证号和毕业院校全称，三项须完全一致；仍无结果时请毕业生联系学校就业部门。"

    def __init__(self, cohort: int | None = None) -> None:
        """`cohort`: the one that was asked for, if any; then it has to be right as well."""
        if cohort is None:
            super().__init__()
            return
        super().__init__(
            f"未找到匹配的{cohort_label(cohort)}毕业生。",
            remedy="请与毕业生核对姓名、身份证号、毕业院校全称和届别，四项须完全一致，届别也可不填；"
            "仍无结果时请毕业生联系学校就业部门。",
        )


class NoSuchFavourite(NotFound):
    """It does not exist, or it is another employer's."""

    code = "agreements.no_such_favourite"
    title = "收藏夹中没有该毕业生"
    remedy = "请刷新学生收藏夹；毕业生可能已被删除。"


class FavouriteExists(Conflict):
    """The employer has this graduate among its favourites already."""

    code = "agreements.favourite_exists"
    title = "该毕业生已在收藏夹中"
    remedy = "请在学生收藏夹中查看；如需更新其信息，请先删除再重新添加。"

    def __init__(self, favourite_id: UUID | None) -> None:
        super().__init__(
            rule="favourite_is_new", who_can_change="本单位用户，可在收藏夹中删除该毕业生", favourite_id=favourite_id
        )


class SearchedTooOften(TooManyRequests):
    """More searches than honest work needs."""

    code = "agreements.searched_too_often"
    title = "搜索过于频繁"
