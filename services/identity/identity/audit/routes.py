"""The audit over HTTP: to everybody about themselves, to the centre about anybody."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from common.auth import actors
from common.auth.access import AnyActor, CentreUser, require
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.audit import queries
from identity.audit.schemas import RevealView, SignInView

router = api_router("/v1", "登录与查阅记录")

Subject = Annotated[
    str,
    Query(
        pattern=r"^(graduate|employer|employer_user|staff_user):[0-9a-f-]{36}$",
        description="graduate:<id>、employer:<id>、employer_user:<id> 或 staff_user:<id>",
    ),
]
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


@router.get("/audit/sign-ins", summary="登录记录")
async def sign_ins(
    actor: CentreUser, session: Session, page: Paging, account: Annotated[UUID, Query(description="账号编号")]
) -> Page[SignInView]:
    """Tries to sign in as an account."""
    return await queries.sign_ins_of(session, account, page)
