"""Who follows the account, which templates it has, and what it sent."""

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query

from deploy.sandbox.wechat.routes import AccountDep, TokensDep
from deploy.sandbox.wechat.schemas import (
    Code,
    Follower,
    FollowerDetails,
    Template,
    TemplateDetails,
    WeChatMessage,
)

OpenId = Annotated[str, Path(min_length=1, max_length=64)]

router = APIRouter(prefix="/sandbox/wechat", tags=["wechat controls"])


@router.get("/followers")
async def list_followers(account: AccountDep) -> list[Follower]:
    """Who follows the account, in the order in which they came."""
    return account.followers()


@router.put("/followers/{openid}")
async def follow(openid: OpenId, details: FollowerDetails, account: AccountDep) -> Follower:
    """Somebody follows the account, or changes the nickname."""
    follower = Follower(openid=openid, nickname=details.nickname)
    account.follow(follower)
    return follower


@router.delete("/followers/{openid}", status_code=204)
async def unfollow(openid: OpenId, account: AccountDep) -> None:
    """They leave: from now on messages to them fail with 43004."""
    account.unfollow(openid)


@router.post("/followers/{openid}/code")
async def hand_out_code(openid: OpenId, account: AccountDep, tokens: TokensDep) -> Code:
    """A code of the web login without the page, for tests."""
    if account.follower(openid) is None:
        raise HTTPException(404, "no such follower")
    return Code(code=tokens.hand_out_code(openid))


@router.get("/templates")
async def list_templates(account: AccountDep) -> list[Template]:
    """The approved templates; when there are none, every template id is good."""
    return account.templates()


@router.put("/templates/{template_id}")
async def approve_template(template_id: OpenId, details: TemplateDetails, account: AccountDep) -> Template:
    """Approves a template. From the first one on, messages with any other template fail with 40037."""
    template = Template(template_id=template_id, **details.model_dump())
    account.approve(template)
    return template


@router.delete("/templates", status_code=204)
async def forget_templates(account: AccountDep) -> None:
    """Forgets all templates: every template id is good again."""
    account.forget_templates()


@router.get("/messages")
async def list_messages(
    account: AccountDep, openid: str = "", limit: Annotated[int, Query(ge=1, le=10_000)] = 200
) -> list[WeChatMessage]:
    """What was sent, newest first."""
    return list(islice(account.newest_first(openid), limit))


@router.delete("/messages", status_code=204)
async def forget_messages(account: AccountDep) -> None:
    """Forgets all messages, and with them which client_msg_ids were used."""
    account.forget_messages()
