"""Whom to write to: identity knows the numbers, and writes down that we asked."""

from typing import Any
from uuid import UUID

from common.peers import PeerRefused, Peers, PeerUnavailable
from notifications.adapters.faults import IdentityAway, Misconfigured, RecipientGone

NOT_FOUND = 404


async def users_of_employer(peers: Peers, employer_id: UUID) -> dict[UUID, str]:
    """The mobile of each user of an employer.

    Raises:
        RecipientGone: there is no such employer.
        IdentityAway, Misconfigured.
    """
    contacts = await _ask(peers, f"/v1/employers/{employer_id}/contacts")
    return {UUID(user["user_id"]): user["mobile"] for user in contacts["items"]}


async def mobile_of_graduate(peers: Peers, graduate_id: UUID) -> str:
    """A graduate's mobile.

    Raises:
        RecipientGone: there is no such graduate, or none is known.
        IdentityAway, Misconfigured.
    """
    mobile = (await _ask(peers, f"/v1/graduates/{graduate_id}/contact"))["mobile"]
    if not mobile:
        raise RecipientGone
    return str(mobile)


async def _ask(peers: Peers, path: str) -> Any:
    try:
        return await peers.get("identity", path)
    except PeerUnavailable as fault:
        raise IdentityAway from fault
    except PeerRefused as refused:
        raise (RecipientGone if refused.status == NOT_FOUND else Misconfigured)(str(refused.status)) from refused
