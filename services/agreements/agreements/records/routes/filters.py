"""The query string of the lists (guides/003 fig 7; guides/000 §4)."""

from collections.abc import Iterable
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query

from agreements.access import Party
from agreements.parties import queries as parties
from agreements.records.schemas.filters import Filters
from agreements.records.states import Kind, Status, Tab
from agreements.resources import SealedBy
from common import clock
from common.auth import actors
from common.contracts.codes import LevelCode
from common.contracts.values.cohort import Cohort
from common.contracts.values.id_number import IdNumber
from common.contracts.values.text import Text
from common.errors import FieldFault, Invalid
from common.http.session import Session

SearchText = Annotated[str, Text(100)]
Initiator = Literal["employer", "graduate"]
INITIATED = {"employer": frozenset({Kind.ONLINE}), "graduate": frozenset({Kind.OFFLINE, Kind.SUPPLEMENT})}


async def _department(
    actor: Party, department: Annotated[SearchText | None, Query(description="所在院系；用人单位不能使用")] = None
) -> str | None:
    if department is not None and isinstance(actor, actors.EmployerUser):
        fault = FieldFault(field="department", reason="用人单位不能按院系筛选", remedy="请去掉院系筛选条件。")
        raise Invalid(errors=[fault])
    return department


async def _changed_on_roster(
    actor: Party,
    changed_on_roster: Annotated[bool | None, Query(description="签约后学校名单有更正；只有学校和院系可以使用")] = None,
) -> bool | None:
    """What the school notes for itself: nobody else finds it out by asking for it."""
    if changed_on_roster is not None and not isinstance(actor, actors.SchoolUser | actors.DepartmentUser):
        reason, remedy = "只有学校和院系可以按名单更正筛选", "请去掉名单更正筛选条件。"
        raise Invalid(errors=[FieldFault(field="changed_on_roster", reason=reason, remedy=remedy)])
    return changed_on_roster


async def _kinds(
    kind: Annotated[Kind | None, Query(description="线上签约、线下签约、补登")] = None,
    initiator: Annotated[Initiator | None, Query(description="签约发起方：employer 单位，graduate 学生")] = None,
) -> frozenset[Kind] | None:
    wanted = [each for each in (kind and frozenset({kind}), initiator and INITIATED[initiator]) if each]
    return frozenset.intersection(*wanted) if wanted else None


async def _statuses(
    tab: Annotated[Tab | None, Query(description="签约中、已签约、签约失败等")] = None,
    status: Annotated[list[Status] | None, Query(description="签约状态，可重复填写", max_length=len(Status))] = None,
) -> frozenset[Status] | None:
    under: Iterable[Status] = [each for each in Status if tab is None or each.tab is tab]
    return frozenset(under).intersection(status or Status) if tab or status else None


async def _graduate_ids(
    session: Session,
    cipher: SealedBy,
    id_number: Annotated[IdNumber | None, Query(description="身份证号码，须完整")] = None,
) -> tuple[UUID, ...] | None:
    return await parties.graduate_ids_of(session, cipher, id_number) if id_number else None


async def asked(
    department: Annotated[str | None, Depends(_department)],
    kinds: Annotated[frozenset[Kind] | None, Depends(_kinds)],
    statuses: Annotated[frozenset[Status] | None, Depends(_statuses)],
    graduate_ids: Annotated[tuple[UUID, ...] | None, Depends(_graduate_ids)],
    changed_on_roster: Annotated[bool | None, Depends(_changed_on_roster)],
    cohort: Cohort | None = None,
    level_code: Annotated[LevelCode | None, Query(description="学历层次")] = None,
    major: Annotated[SearchText | None, Query(description="专业名称")] = None,
    name: Annotated[SearchText | None, Query(description="毕业生姓名，可只填其中一部分")] = None,
    number: Annotated[SearchText | None, Query(description="协议编号")] = None,
    overdue: Annotated[bool | None, Query(description="已逾期")] = None,
    frozen: Annotated[bool | None, Query(description="毕业生提出异议，等待学校处理")] = None,
    waiting_for_me: Annotated[bool | None, Query(description="等待我处理：审核人员为本级待审核")] = None,
) -> Filters:
    """What a list is narrowed to."""
    return Filters(
        now=clock.now(),
        cohort=cohort,
        statuses=statuses,
        kinds=kinds,
        department=department,
        level_code=level_code,
        major=major,
        name=name,
        graduate_ids=graduate_ids,
        number=number,
        overdue=overdue,
        frozen=frozen,
        changed_on_roster=changed_on_roster,
        waiting_for_me=waiting_for_me,
    )


Asked = Annotated[Filters, Depends(asked)]
"""The filters that every list, its counts and its download understand."""
