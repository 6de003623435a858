"""The words of a rescission that are no status of the agreement. Pure."""

from enum import StrEnum

from agreements.records.states import Status
from common.auth.actors import Actor, EmployerUser


class Form(StrEnum):
    """How an agreement is rescinded."""

    ONLINE = "online"
    OFFLINE = "offline"
    FORCED = "forced"

    @property
    def label(self) -> str:
        """As the guides' chapters call it (guides/003 §7.1, §7.2)."""
        return {"online": "线上解约", "offline": "线下解约", "forced": "强制解约"}[self.value]


class Side(StrEnum):
    """解约方: who asks."""

    EMPLOYER = "employer"
    GRADUATE = "graduate"

    @property
    def label(self) -> str:
        """As screens show it (guides/003 fig 19)."""
        return {"employer": "单位", "graduate": "学生"}[self.value]


class Outcome(StrEnum):
    """How a request ended."""

    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    REJECTED = "rejected"
    RESCINDED = "rescinded"

    @property
    def label(self) -> str:
        """As the list of former requests shows it."""
        return {
            "withdrawn": "已撤回",
            "declined": "对方不同意解约",
            "rejected": "解约不通过",
            "rescinded": "解约通过",
        }[self.value]


RUNNING = frozenset(
    {
        Status.RESCISSION_AWAITING_GRADUATE,
        Status.RESCISSION_AWAITING_EMPLOYER,
        Status.RESCISSION_IN_REVIEW,
        Status.RESCISSION_REQUESTED,
        Status.RESCISSION_RETURNED,
    }
)
"""A request is open. One without an outcome in another status ended with the agreement, which was voided or is 失效."""


def side_of(actor: Actor) -> Side:
    """Whom a party speaks for; all users of an employer speak for it."""
    return Side.EMPLOYER if isinstance(actor, EmployerUser) else Side.GRADUATE
