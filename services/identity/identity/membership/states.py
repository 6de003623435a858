"""账号管理: how users come to an employer and leave it, and who may send whom away. Pure."""

from enum import StrEnum

from common.auth.actors import Actor, CentreUser
from common.errors import Problem
from identity.employers.states import CUSTOMER_SERVICE
from identity.membership.errors import ManagedByCentre
from identity.verification.states import VerificationStatus


class Entry(StrEnum):
    """How a user came to belong to an employer."""

    FILLED_IN = "filled_in"
    JOINED = "joined"
    ADDED_BY_CENTRE = "added_by_centre"

    @property
    def label(self) -> str:
        """What the list shows."""
        return {
            "filled_in": "填写单位信息",
            "joined": "申请加入",
            "added_by_centre": "企业客服添加",
        }[self.value]


class Leaving(StrEnum):
    """How a user stopped belonging to an employer."""

    LEFT = "left"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """What the history shows."""
        return {"left": "自行退出", "removed": "被移除"}[self.value]


def why_not_manage(actor: type[Actor], status: VerificationStatus) -> Problem | None:
    """Why this actor may not let users in or send them away now; None when they may.

    All users of an employer have the same rights (guides/000 §10). While it is suspended nobody but the centre changes
    who belongs to it.
    """
    if actor is CentreUser or status is not VerificationStatus.SUSPENDED:
        return None
    return ManagedByCentre("单位认证已暂停，暂停期间本单位用户不能增减。", who_can_change=CUSTOMER_SERVICE)
