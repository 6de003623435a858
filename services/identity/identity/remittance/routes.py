"""汇款认证: the amount, withdrawing, the bank's callback, and what the centre should look at."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request
from pydantic import ValidationError

from common import clock
from common.auth.access import CentreUser, EmployerUser
from common.errors import Invalid
from common.http.idempotency import Once
from common.http.query_string import OTHER_PARAMETERS
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.membership.commands import present_member
from identity.remittance import commands, queries
from identity.remittance.bank import Callback, is_from_bank
from identity.remittance.schemas import AccountForm, AmountForm, ListedRemittance
from identity.verification.errors import CallbackRefused
from identity.verification.material import Material, await_news
from identity.verification.queries import own_verification
from identity.verification.schemas import OwnVerification

CALLBACKS_PATH = "/v1/bank-callbacks"
router = api_router("", "汇款认证", max_body_size=16 * 1024)


async def _arrived(request: Request, given: AccountForm, actor: EmployerUser) -> AccountForm:
    """The form, once documents has told of its files or that took too long; before the request uses a connection."""
    await await_news(request.app.state.context, _material(given))
    return given


def _material(given: AccountForm) -> Material:
    return Material(None, given.letter_file_id, given.more_file_ids)


ArrivedAccount = Annotated[AccountForm, Depends(_arrived)]


@router.post("/v1/employer/remittances", summary="提交对公账号", status_code=201, response_model=OwnVerification)
async def submit(given: ArrivedAccount, once: Once, actor: EmployerUser, request: Request, session: Session) -> Any:
    """对公账号汇款认证方式 (guides/000 §2, fig 7). 收款人 is the employer's full name; the account cannot be changed
    afterwards."""
    context = request.app.state.context
    employer_id = await present_member(session, actor)
    account = commands.Account(given.account, given.bank_name, given.bank_code)
    made = await commands.submit_account(session, context, actor, employer_id, account, _material(given))
    return await own_verification(session, context, employer_id, made.id)


@router.post(
    "/v1/employer/verifications/{verification_id}/amount", summary="填写汇款金额", response_model=OwnVerification
)
async def enter_amount(
    verification_id: UUID, given: AmountForm, actor: EmployerUser, request: Request, session: Session
) -> Any:
    """The amount on the bank statement proves the employer (guides/000 §2). Every wrong one is counted."""
    context = request.app.state.context
    employer_id = await commands.enter_amount(context, actor, verification_id, given.amount)
    return await own_verification(session, context, employer_id, verification_id)


@router.post(
    "/v1/employer/verifications/{verification_id}/withdraw", summary="撤回汇款认证", response_model=OwnVerification
)
async def withdraw(verification_id: UUID, actor: EmployerUser, request: Request, session: Session) -> Any:
    """Give the remittance up, to hand in material or another account instead."""
    context = request.app.state.context
    employer_id = await present_member(session, actor)
    await commands.withdraw(session, actor, employer_id, verification_id)
    return await own_verification(session, context, employer_id, verification_id)


@router.get("/v1/remittances", summary="需要关注的汇款", response_model=Page[ListedRemittance])
async def needing_attention(actor: CentreUser, page: Paging, request: Request, session: Session) -> Any:
    """Orders that the bank has not carried out in time, and payments that came back, oldest first."""
    return await queries.needing_attention(session, request.app.state.context, page)


# What the bank adds to the address is its own affair: the signed body is all that is read.
@router.post(CALLBACKS_PATH, status_code=204, summary="银行汇款结果通知", openapi_extra=OTHER_PARAMETERS)
async def take_callback(
    request: Request,
    session: Session,
    signature: Annotated[str, Header(alias="Bank-Signature", max_length=200, description="t=…,v1=…")] = "",
) -> None:
    """The bank tells what became of an order. It cannot sign in; its signature over time and body proves it."""
    context, body = request.app.state.context, await request.body()
    if not is_from_bank(context.settings, signature, body, clock.now()):
        raise CallbackRefused
    try:
        told = Callback.model_validate_json(body)
    except ValidationError as fault:
        raise Invalid("银行通知的内容无法识别。") from fault
    await commands.take_news(session, context, told.request_id, told)
