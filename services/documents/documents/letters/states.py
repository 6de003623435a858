"""What must be known before a letter is worth printing. Pure."""

from datetime import datetime

from documents.letters.errors import UserNameMissing
from documents.letters.schemas import AuthorisationLetter, AuthorisedUser


def letter_for(user: AuthorisedUser, now: datetime) -> AuthorisationLetter:
    """The letter of a user: prefilled, or blank to be written by hand before the employer's data are given.

    Raises:
        UserNameMissing: the employer is known and the user has no name.
    """
    if user.employer_name is not None and user.user_name is None:
        raise UserNameMissing("被授权人的姓名没有填写。", who_can_change="账号本人")
    return AuthorisationLetter(
        employer_name=user.employer_name,
        uscc=user.uscc,
        user_name=user.user_name,
        mobile=user.mobile,
        drawn_at=now,
    )
