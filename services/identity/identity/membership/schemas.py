"""单位的用户: what is sent and what is shown."""

from uuid import UUID

from common.answers import Answer


class ReachableUser(Answer):
    """A user whom one of our services has something to tell."""

    user_id: UUID
    name: str | None
    mobile: str


class ReachableUsers(Answer):
    """All users of an employer."""

    items: list[ReachableUser]
