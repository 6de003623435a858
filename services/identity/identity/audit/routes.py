"""The audit over HTTP: to everybody about themselves, to the centre about anybody."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request

from common import clock
from common.auth import actors
from common.auth.access import AnyActor, CentreUser, require
from common.contracts.values.calendar import Day
from common.contracts.values.text import Text
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.audit import queries
from identity.audit.schemas import RevealView, SignInView
from identity.audit.states import SignInFilters

router = api_router("/v1", "登录与查阅记录")

Subject = Annotated[
    str,
    Query(
        pattern=r"^(graduate|employer|employer_user|staff_user):[0-9a-f-]{36}$",
        description="graduate:<id>、employer:<id>、employer_user:<id> 或 staff_user:<id>",
    ),
]
LoginName = Annotated[str, Text(64)]
DataOwner = Annotated[actors.Graduate | actors.EmployerUser, Depends(require(actors.Graduate, actors.EmployerUser))]
"""Whose particulars others may be shown."""


@router.get("/me/sign-ins", summary="我的登录记录")
async def my_sign_ins(actor: AnyActor, session: Session, page: Paging) -> Page[SignInView]:
    """Tries to sign in as me, also those that failed."""
    return await queries.sign_ins_of(session, actor.id, page)


@router.get("/me/reveals", summary="谁查看过我的信息")
async def my_reveals(actor: DataOwner, session: Session, page: Paging) -> Page[RevealView]:
    """Who was shown my full particulars (个人信息保护法)."""
    return await queries.reveals_of(session, await queries.own_subjects(session, actor), page)


@router.get("/audit/reveals", summary="查阅记录")
async def reveals(actor: CentreUser, session: Session, page: Paging, subject: Subject) -> Page[RevealView]:
    """Who was shown the particulars of a person or an employer."""
    return await queries.reveals_of(session, [subject], page)


async def wanted(
    request: Request,
    account: Annotated[UUID | None, Query(description="账号编号")] = None,
    login: Annotated[LoginName | None, Query(description="登录名：单位用户的手机号，或工作人员的用户名")] = None,
    since: Annotated[Day | None, Query(description="登录日期，自（含）")] = None,
    until: Annotated[Day | None, Query(description="登录日期，至（含）")] = None,
) -> SignInFilters:
    """By what the centre knows of somebody who asks for help."""
    return SignInFilters(
        account=account,
        logins=queries.logins_of(request.app.state.context, login) if login else None,
        since=clock.shanghai_midnight(since) if since else None,
        until=clock.shanghai_midnight(until + timedelta(days=1)) if until and until < date.max else None,
    )


@router.get("/audit/sign-ins", summary="登录记录")
async def sign_ins(
    actor: CentreUser, session: Session, page: Paging, filters: Annotated[SignInFilters, Depends(wanted)]
) -> Page[SignInView]:
    """Tries to sign in, of everybody or of one login name or account, newest first."""
    return await queries.search_sign_ins(session, filters, page)
