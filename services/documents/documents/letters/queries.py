"""Making a letter for who asks for it. Nothing of it is kept."""

import asyncio
import time

from common import clock
from common.auth.actors import EmployerUser
from common.peers import PeerRefused, PeerUnavailable
from common.service import Context
from documents.agreement.rendering.assets import templates
from documents.agreement.rendering.render import draw
from documents.agreement.rendering.spelling import with_code_points
from documents.letters.errors import AccountUnknown, LetterUnavailable, TooManyLetters, UserNameMissing
from documents.letters.schemas import AuthorisationLetter, AuthorisedUser

NOT_FOUND = 404
LATER_SECONDS = 5


async def authorisation_letter(context: Context, actor: EmployerUser) -> bytes:
    """The PDF of the actor's own 网签授权书, with what identity knows at this moment.

    Raises:
        UserNameMissing: what has to be filled in first.
        AccountUnknown, LetterUnavailable, TooManyLetters.
    """
    wait = context.resources.letters.seconds_to_wait(actor.key, time.monotonic())
    if wait:
        raise TooManyLetters(retry_after=wait)
    letter = _letter(await _authorised(context, actor))
    return await asyncio.to_thread(draw_letter, letter)


async def _authorised(context: Context, actor: EmployerUser) -> AuthorisedUser:
    try:
        answer = await context.peers.get("identity", f"/v1/employer-users/{actor.id}/authorisation")
    except PeerUnavailable as fault:
        raise LetterUnavailable(retry_after=LATER_SECONDS) from fault
    except PeerRefused as refused:
        if refused.status == NOT_FOUND:
            raise AccountUnknown from refused
        raise LetterUnavailable(retry_after=LATER_SECONDS) from refused
    return AuthorisedUser.model_validate(answer)


def _letter(user: AuthorisedUser) -> AuthorisationLetter:
    """Prefilled, or blank to be written by hand before the employer's data are given."""
    if user.employer_name is not None and user.user_name is None:
        raise UserNameMissing("被授权人的姓名没有填写。", who_can_change="账号本人")
    return AuthorisationLetter(**user.model_dump(), drawn_at=clock.now())


def draw_letter(letter: AuthorisationLetter) -> bytes:
    """The PDF. Blocks for some hundred milliseconds: call it from a worker thread."""
    drawable = with_code_points(letter)
    page = templates().get_template("authorisation_letter.html.j2")
    return draw(page.render(letter=drawable, spelled_out=drawable is not letter)).pdf
