"""What signing in and screens ask about staff accounts."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.answers import action_option
from common.auth.actors import Actor, CentreUser, DepartmentUser, ProvinceUser, SchoolUser
from common.contracts.values.mobile import mask
from common.crypto import Cipher
from common.paging import Page, PageRequest
from common.service import Context
from identity.roles import roles
from identity.roster.queries import departments_of, departments_of_schools
from identity.staff import store
from identity.staff.errors import StaffUserNotFound
from identity.staff.schemas.accounts import StaffUserDetail, StaffUserView, Warned, change_view, user_view
from identity.staff.states import ACTIONS, Filters, StaffRole, Standing, actor_of, refusal
from identity.staff.tables import StaffUser

MOBILE_FIELD = "staff_users.mobile"


@roles.loads(SchoolUser, DepartmentUser, ProvinceUser, CentreUser)
async def load_staff_user(session: AsyncSession, context: Context, actor: Actor) -> Actor | None:
    """The account as it is now; None when it has been closed."""
    user = await store.find_open_by_id(session, actor.id)
    return actor_from(user) if user else None


@roles.warns(DepartmentUser)
async def warn_department_user(session: AsyncSession, context: Context, actor: DepartmentUser) -> list[Warned]:
    """Somebody whose department no roster row has sees nothing, and is told why (guides/003 §2)."""
    return warnings_about(actor.department, await departments_of(session, actor.school_code))


async def list_staff(
    session: AsyncSession, cipher: Cipher, reader: CentreUser | SchoolUser, filters: Filters, page: PageRequest
) -> Page[StaffUserView]:
    """The accounts this reader looks after: the centre all, a school its own and its departments'."""
    found = await store.page(session, reader, filters, page)
    shown = found[: page.limit]
    schools = {user.school_code for user in shown if user.role == StaffRole.DEPARTMENT and user.school_code}
    known = await departments_of_schools(session, schools)
    cursor = page.cursor_after(shown[-1].id) if len(found) > page.limit else None
    return Page(items=[_view(cipher, reader, user, known) for user in shown], next_cursor=cursor)


async def show_staff_user(
    session: AsyncSession, cipher: Cipher, reader: CentreUser | SchoolUser, user_id: UUID
) -> StaffUserDetail:
    """One account with what was done to it.

    Raises:
        StaffUserNotFound: there is none, or it is another school's.
    """
    user = await store.find_for(session, reader, user_id)
    if user is None:
        raise StaffUserNotFound
    known = {user.school_code: await departments_of(session, user.school_code)} if user.school_code else {}
    view = _view(cipher, reader, user, known)
    history = [change_view(change) for change in await store.changes(session, user_id)]
    return StaffUserDetail(**view.model_dump(), history=history)


def warnings_about(department: str, known: list[str]) -> list[Warned]:
    """What is doubtful about a department user: a department that no roster row has."""
    if department in known:
        return []
    return [
        Warned(
            field="department",
            reason=f"学生名单中没有院系“{department}”，该账号目前看不到任何学生",
            remedy="院系名称须与学生名单中的“院系”完全一致，请在就业管理系统中修改该用户的院系，或更正学生名单中的院系。",
            choices=known,
        )
    ]


def actor_from(user: StaffUser) -> Actor:
    """Who signs in with an account."""
    return actor_of(
        user.role,
        id=user.id,
        name=user.name,
        school_code=user.school_code,
        department=user.department,
        province_code=user.province_code,
        data_scope=user.data_scope,
    )


def _view(
    cipher: Cipher, reader: CentreUser | SchoolUser, user: StaffUser, known: dict[str, list[str]]
) -> StaffUserView:
    account = Standing(user.id, user.origin, user.closed_at is not None)
    doubts = warnings_about(user.department, known[str(user.school_code)]) if user.department else []
    return user_view(
        user,
        mobile=mask(cipher.decrypt(user.mobile, MOBILE_FIELD)) if user.mobile else None,
        warnings=doubts,
        actions=[action_option(action, label, refusal(action, account, reader)) for action, label in ACTIONS.items()],
    )
