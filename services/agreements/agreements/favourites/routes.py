"""学生收藏夹 over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from agreements.access import employer_of
from agreements.favourites import commands, queries
from agreements.favourites.schemas import FavouriteView, FoundGraduate, GraduateSearch
from agreements.parties.queries import Identification
from agreements.resources import SealedBy
from common import clock
from common.auth.access import EmployerUser
from common.contracts.values.cohort import Cohort
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


Counted = Annotated[None, Depends(_count_search)]


@router.post("/graduate-searches", status_code=200)
async def search_graduate(
    counted: Counted, body: GraduateSearch, actor: EmployerUser, session: Session, cipher: SealedBy
) -> FoundGraduate:
    """Find one graduate by exact name, ID number and school. Shows school, level and major only."""
    return await queries.search(session, cipher, employer_of(actor), Identification(**body.model_dump()))


@router.post("/favourites", status_code=201)
async def add_favourite(
    counted: Counted, once: Once, body: GraduateSearch, actor: EmployerUser, session: Session, cipher: SealedBy
) -> FavouriteView:
    """加入收藏夹: find the graduate as a search does and keep a frozen copy."""
    wanted = Identification(**body.model_dump())
    return queries.favourite_view(await commands.add_favourite(session, cipher, actor, employer_of(actor), wanted))


@router.get("/favourites")
async def list_favourites(
    actor: EmployerUser, session: Session, page: Paging, cohort: Cohort | None = None
) -> Page[FavouriteView]:
    """The favourites of one's own employer, shared by its users, the latest first."""
    return await queries.favourites_of(session, employer_of(actor), cohort, page)


@router.delete("/favourites/{favourite_id}", status_code=204)
async def remove_favourite(favourite_id: UUID, actor: EmployerUser, session: Session) -> None:
    """Remove a favourite, for instance to add it again after a correction. Invitations stay."""
    await commands.remove_favourite(session, employer_of(actor), favourite_id)
