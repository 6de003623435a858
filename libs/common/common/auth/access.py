"""Access rules for signatures: `actor: EmployerUser` lets employer users in and nobody else.

The names are those of the actors, so that a route reads like a sentence. A test walks all routes and knows these rules.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Depends, Request

from common.auth import actors
from common.auth.request import current_actor
from common.errors import Forbidden


class WrongRole(Forbidden):
    """Signed in as somebody else than this is for."""

    code = "wrong_role"
    title = "当前账号无权进行此操作"


class EmployerDataMissing(Forbidden):
    """The user has not filled in which employer they belong to."""

    code = "employer_data_missing"
    title = "请先填写单位信息"
    remedy = "请在“单位信息”中填写并提交认证。"


class DataNotConfirmed(Forbidden):
    """The graduate has not pressed 信息确认无误，进入系统 (guides/004 §2)."""

    code = "data_not_confirmed"
    title = "请先核对并确认个人信息"
    remedy = "请核对基本信息，无误后点击“信息确认无误，进入系统”；如有误请联系学校就业部门更正。"


def require(*kinds: type[actors.Actor]) -> Callable[[Request], Awaitable[Any]]:
    """A dependency that lets these kinds of actors in."""

    async def actor_of(request: Request) -> actors.Actor:
        actor = await current_actor(request)
        if not isinstance(actor, kinds):
            if kinds == (actors.ServiceAccount,):
                fact = f"此接口仅供平台内部使用；当前账号为{actor.label}。"
                raise WrongRole(fact, remedy="请使用平台为您的账号提供的功能。")
            needed = _either(kinds)
            fact = f"此操作仅限{needed}；当前账号为{actor.label}。"
            raise WrongRole(fact, remedy=f"请使用{needed}账号登录。", who_can_change=needed)
        return actor

    setattr(actor_of, "allowed_actors", kinds)  # read by the test that walks all routes
    return actor_of


def _either(kinds: tuple[type[actors.Actor], ...]) -> str:
    """学校用户、院系用户或中心工作人员."""
    *others, last = [kind.label for kind in kinds]
    return f"{'、'.join(others)}或{last}" if others else last


async def _employer_user(actor: Annotated[actors.EmployerUser, Depends(require(actors.EmployerUser))]) -> Any:
    if actor.employer_id is None:
        raise EmployerDataMissing
    return actor


async def _graduate(actor: Annotated[actors.Graduate, Depends(require(actors.Graduate))]) -> Any:
    if not actor.confirmed:
        raise DataNotConfirmed
    return actor


NewEmployerUser = Annotated[actors.EmployerUser, Depends(require(actors.EmployerUser))]
"""An employer user who may not have given the employer's data yet."""
EmployerUser = Annotated[actors.EmployerUser, Depends(_employer_user)]
UnconfirmedGraduate = Annotated[actors.Graduate, Depends(require(actors.Graduate))]
"""A graduate who may not have confirmed the data yet."""
Graduate = Annotated[actors.Graduate, Depends(_graduate)]
SchoolUser = Annotated[actors.SchoolUser, Depends(require(actors.SchoolUser))]
SchoolReviewer = Annotated[actors.SchoolReviewer, Depends(require(actors.SchoolUser, actors.DepartmentUser))]
ProvinceUser = Annotated[actors.ProvinceUser, Depends(require(actors.ProvinceUser))]
CentreUser = Annotated[actors.CentreUser, Depends(require(actors.CentreUser))]
ServiceAccount = Annotated[actors.ServiceAccount, Depends(require(actors.ServiceAccount))]
AnyActor = Annotated[actors.Actor, Depends(require(actors.Actor))]
"""Anybody who is signed in."""
