"""Lists, one agreement whole, and what is printed: parse, one query, answer."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from fastapi.responses import StreamingResponse

from agreements.access import Party
from agreements.records import queries
from agreements.records.routes.filters import Asked
from agreements.records.schemas.filters import Filters, Sort
from agreements.records.schemas.lists import Counts
from agreements.records.schemas.sheet import AgreementSheet
from agreements.records.schemas.views import AgreementRow, AgreementView
from agreements.resources import SealedBy
from agreements.workbooks.routes import WORKBOOK, workbook_answer
from common import clock
from common.auth.access import ServiceAccount
from common.contracts.values.cohort import Cohort, cohort_label
from common.http.session import Session, api_router
from common.paging import Page, Paging

router = api_router("/v1", "签约记录")

Order = Annotated[Sort, Query(description="latest 最新发起在前，updated 最新操作在前，overdue_first 逾期在前")]


@router.get("/agreements")
async def list_agreements(
    actor: Party, session: Session, filters: Asked, page: Paging, sort: Order = Sort.LATEST
) -> Page[AgreementRow]:
    """What one is a party to or reviews: an employer's, a graduate's, a school's or a department's own."""
    return await queries.agreements_of(session, actor, filters, sort, page)


@router.get("/agreements/counts")
async def count_agreements(actor: Party, session: Session, cohort: Cohort | None = None) -> Counts:
    """How many the lists hold: per tab, per status, what waits for the reader and what is overdue."""
    return await queries.counts_of(session, actor, Filters(now=clock.now(), cohort=cohort))


@router.get("/agreements/download", response_class=StreamingResponse, responses=WORKBOOK)
async def download_agreements(
    actor: Party, session: Session, filters: Asked, sort: Order = Sort.LATEST
) -> StreamingResponse:
    """下载当前查询数据: all rows of the same list as a workbook of up to 100,000 rows."""
    workbook = await queries.workbook_of(session, actor, filters, sort)
    cohort = cohort_label(filters.cohort) if filters.cohort else ""
    name = f"签约记录{cohort}_{clock.shanghai_date(filters.now):%Y%m%d}.xlsx"
    return workbook_answer(workbook, "agreements.xlsx", name)


@router.get("/agreements/{agreement_id}")
async def read_agreement(agreement_id: UUID, actor: Party, session: Session, cipher: SealedBy) -> AgreementView:
    """One agreement whole, with its timeline and what the reader can do now, or why not."""
    return await queries.agreement_whole(session, cipher, actor, agreement_id)


@router.get("/agreements/{agreement_id}/sheet")
async def read_sheet(agreement_id: UUID, actor: ServiceAccount, session: Session, cipher: SealedBy) -> AgreementSheet:
    """Everything that is printed of a signed agreement, for the service that prints it."""
    return await queries.sheet_of(session, cipher, agreement_id)
