"""学生收藏夹 over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request
from fastapi.responses import StreamingResponse

from agreements.access import employer_of
from agreements.favourites import commands, queries
from agreements.favourites.schemas import (
    CohortCount,
    FavouriteView,
    FoundGraduate,
    GraduateSearch,
    RemovedFavourites,
    RemoveFavourites,
)
from agreements.favourites.states import FavouriteState, Wanted
from agreements.parties.queries import Identification
from agreements.resources import SealedBy
from agreements.workbooks.routes import WORKBOOK, workbook_answer
from common import clock
from common.auth.access import EmployerUser
from common.contracts.values.cohort import Cohort, cohort_label
from common.contracts.values.id_number import IdNumber
from common.contracts.values.person_name import PersonName
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging

router = api_router("/v1", "学生收藏夹")


async def _count_search(request: Request, actor: EmployerUser) -> None:
    """In a transaction of its own, so that a search that finds nobody counts too. Declared before anything that
    uses the request's transaction: no request may wait for a second connection while it holds one."""
    context = request.app.state.context
    async with context.database.transaction() as session:
        await commands.count_search(session, actor, context.settings.search, clock.now())


async def _count_miss(
    request: Request,
    counted: Annotated[None, Depends(_count_search)],
    body: GraduateSearch,
    actor: EmployerUser,
    cipher: SealedBy,
) -> Identification:
    """Who is looked for, once it is counted if that is nobody: in a transaction of its own for the same reason."""
    context, wanted = request.app.state.context, Identification(**body.model_dump())
    async with context.database.transaction() as session:
        await commands.count_miss(session, cipher, employer_of(actor), wanted, context.settings.search)
    return wanted


Counted = Annotated[Identification, Depends(_count_miss)]


@router.post("/graduate-searches", status_code=200)
async def search_graduate(wanted: Counted, actor: EmployerUser, session: Session, cipher: SealedBy) -> FoundGraduate:
    """Find one graduate by exact name, ID number and school. Shows school, level and major only."""
    return await queries.search(session, cipher, employer_of(actor), wanted)


@router.post("/favourites", status_code=201)
async def add_favourite(
    wanted: Counted, once: Once, actor: EmployerUser, session: Session, cipher: SealedBy
) -> FavouriteView:
    """加入收藏夹: find the graduate as a search does and keep a frozen copy."""
    return queries.favourite_view(await commands.add_favourite(session, cipher, actor, employer_of(actor), wanted))


async def _wanted(
    cipher: SealedBy,
    state: Annotated[FavouriteState, Query(description="valid：学生收藏夹；invalid：失效")] = FavouriteState.VALID,
    cohort: Cohort | None = None,
    name: Annotated[PersonName | None, Query(description="姓名或其中一部分")] = None,
    id_number: Annotated[IdNumber | None, Query(description="证件号码，须完整，以加入收藏夹时的为准")] = None,
) -> Wanted:
    return Wanted(state, cohort, name, cipher.blind_index(id_number, "id_number") if id_number else None)


Asked = Annotated[Wanted, Depends(_wanted)]


@router.get("/favourites")
async def list_favourites(actor: EmployerUser, session: Session, wanted: Asked, page: Paging) -> Page[FavouriteView]:
    """The favourites of one's own employer, shared by its users, the latest first; or those that are 失效."""
    return await queries.favourites_of(session, employer_of(actor), wanted, page)


@router.get("/favourites/download", response_class=StreamingResponse, responses=WORKBOOK)
async def download_favourites(actor: EmployerUser, session: Session, wanted: Asked) -> StreamingResponse:
    """下载当前查询数据: all rows of the same list as a workbook of up to 100,000 rows."""
    workbook = await queries.workbook_of(session, actor, employer_of(actor), wanted)
    cohort = cohort_label(wanted.cohort) if wanted.cohort else ""
    name = f"{wanted.state.label}{cohort}_{clock.today():%Y%m%d}.xlsx"
    return workbook_answer(workbook, "favourites.xlsx", name)


@router.get("/favourites/counts")
async def count_favourites(actor: EmployerUser, session: Session) -> list[CohortCount]:
    """届别切换: how many favourites there are of each cohort."""
    return await queries.counts_of(session, employer_of(actor))


@router.delete("/favourites/{favourite_id}", status_code=204)
async def remove_favourite(favourite_id: UUID, actor: EmployerUser, session: Session) -> None:
    """Remove a favourite, for instance to add it again after a correction. Invitations stay."""
    await commands.remove_favourite(session, employer_of(actor), favourite_id)


@router.post("/favourites/remove")
async def remove_favourites(body: RemoveFavourites, actor: EmployerUser, session: Session) -> RemovedFavourites:
    """Remove several together. Invitations stay; what somebody else has removed already is no fault."""
    gone = await commands.remove_favourites(session, employer_of(actor), body.favourite_ids)
    return RemovedFavourites(removed=sorted(gone))
