"""Agreements of every kind over HTTP: lists, one whole, and what is printed."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from agreements.access import Party
from agreements.records import queries
from agreements.records.schemas.sheet import AgreementSheet
from agreements.records.schemas.views import AgreementRow, AgreementView
from agreements.records.states import Status, Tab
from agreements.records.store import Filters
from agreements.resources import SealedBy
from common.auth import actors
from common.auth.access import ServiceAccount
from common.contracts.values.cohort import Cohort
from common.contracts.values.text import Text
from common.errors import FieldFault, Invalid
from common.http.session import Session, api_router
from common.paging import Page, Paging

router = api_router("/v1", "签约记录")

SearchText = Annotated[str, Text(100)]


@router.get("/agreements")
async def list_agreements(
    actor: Party,
    session: Session,
    page: Paging,
    cohort: Cohort | None = None,
    tab: Annotated[Tab | None, Query(description="签约中、已签约、签约失败")] = None,
    status: Annotated[Status | None, Query(description="签约状态")] = None,
    department: Annotated[SearchText | None, Query(description="所在院系")] = None,
    name: Annotated[SearchText | None, Query(description="毕业生姓名，可只填其中一部分")] = None,
) -> Page[AgreementRow]:
    """What one is a party to or reviews: an employer's, a graduate's, a school's or a department's own."""
    if department is not None and isinstance(actor, actors.EmployerUser):
        fault = FieldFault(field="department", reason="用人单位不能按院系筛选", remedy="请去掉院系筛选条件。")
        raise Invalid(errors=[fault])
    filters = Filters(cohort=cohort, tab=tab, status=status, department=department, name=name)
    return await queries.agreements_of(session, actor, filters, page)


@router.get("/agreements/{agreement_id}")
async def read_agreement(agreement_id: UUID, actor: Party, session: Session, cipher: SealedBy) -> AgreementView:
    """One agreement whole, with its timeline and what the reader can do now, or why not."""
    return await queries.agreement_whole(session, cipher, actor, agreement_id)


@router.get("/agreements/{agreement_id}/sheet")
async def read_sheet(agreement_id: UUID, actor: ServiceAccount, session: Session, cipher: SealedBy) -> AgreementSheet:
    """Everything that is printed of a signed agreement, for the service that prints it."""
    return await queries.sheet_of(session, cipher, agreement_id)
