"""What signing in and screens ask about staff accounts."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Actor, CentreUser, DepartmentUser, ProvinceUser, SchoolUser
from common.contracts.values.checked import ValueFault
from common.paging import Page, PageRequest, encode_cursor
from common.service import Context
from identity.roles import Proof, roles
from identity.roster.queries import departments_of
from identity.staff import store
from identity.staff.schemas import StaffUserView, Warned, check_username
from identity.staff.states import StaffRole, actor_of
from identity.staff.tables import StaffUser


@roles.signs_in("staff")
async def prove_staff_user(session: AsyncSession, context: Context, username: str, password: str) -> Proof:
    """Whose user name and password these are."""
    try:
        user = await store.find_open(session, check_username(username))
    except ValueFault:
        user = None
    right = await context.resources.passwords.matches(user.password_hash if user else None, password)
    return Proof(_actor(user) if user and right else None, user.id if user else None)


@roles.loads(SchoolUser, DepartmentUser, ProvinceUser, CentreUser)
async def load_staff_user(session: AsyncSession, context: Context, actor: Actor) -> Actor | None:
    """The account as it is now; None when it has been closed."""
    user = await store.find_open_by_id(session, actor.id)
    return _actor(user) if user else None


async def list_staff(session: AsyncSession, reader: CentreUser | SchoolUser, page: PageRequest) -> Page[StaffUserView]:
    """The accounts this reader looks after: the centre all, a school its own and its departments'."""
    found = await store.page(session, reader, page)
    shown = found[: page.limit]
    cursor = encode_cursor(shown[-1].id) if len(found) > page.limit else None
    return Page(items=[StaffUserView.of(user) for user in shown], next_cursor=cursor)


async def warnings_about(session: AsyncSession, user: StaffUser) -> list[Warned]:
    """A department that no roster row has sees nothing, so its creator is told (guides/003 §2)."""
    if user.role != StaffRole.DEPARTMENT or user.school_code is None:
        return []
    known = await departments_of(session, user.school_code)
    if user.department in known:
        return []
    return [
        Warned(
            field="department",
            reason=f"学生名单中没有院系“{user.department}”，该账号目前看不到任何学生",
            remedy="院系名称须与学生名单中的“院系”完全一致，请核对后重新创建账号，或在学生名单中更正院系。",
            choices=known,
        )
    ]


def _actor(user: StaffUser) -> Actor:
    return actor_of(
        user.role,
        id=user.id,
        name=user.name,
        school_code=user.school_code,
        department=user.department,
        province_code=user.province_code,
    )
