"""What can go wrong with registering a destination."""

from common.errors import Conflict, Forbidden, NotFound


class NoSuchDestination(NotFound):
    """It does not exist, or it is not the reader's to see."""

    code = "destinations.no_such_destination"
    title = "没有找到该去向登记"
    remedy = "请刷新列表；学生可能已撤回修改，或该学生不属于本校（院系）。"


class DestinationsNotOpen(Conflict):
    """The school has no settings for the cohort, or 填报去向登记开关 is off (guides/004 §3)."""

    code = "destinations.not_open"
    title = "学校未开启填报去向登记"
    remedy = "请联系学校就业部门了解开启时间。"


class NotOnRoster(Conflict):
    """The school has taken the graduate off the list (guides/003 §4)."""

    code = "destinations.not_on_roster"
    title = "您已不在学生名单中"
    remedy = "如有疑问，请联系学校就业部门。"


class AgreementInReview(Conflict):
    """The graduate has accepted an invitation, which is being reviewed."""

    code = "destinations.agreement_in_review"
    title = "签约正在审核中，不能登记其他去向"
    remedy = "请等待学校（院系）审核结果；审核不通过后可登记其他去向。"


class AgreementSignedAlready(Conflict):
    """The graduate has a signed agreement."""

    code = "destinations.agreement_signed"
    title = "您已签约，请先解约再登记其他去向"
    remedy = "请先与用人单位解约；解约经学校审核通过后，可登记其他去向。"


class DestinationExists(Conflict):
    """One draft, reviewed or approved destination for each graduate."""

    code = "destinations.destination_exists"
    title = "您已有一条去向登记"
    remedy = "草稿请直接修改后提交；审核中的请撤回修改；审核通过的请先作废，再重新登记。"


class ReviewHasBegun(Conflict):
    """撤回修改 is for the time before any review (guides/004 §8.1)."""

    code = "destinations.review_has_begun"
    title = "学校（院系）已开始审核，不能撤回修改"
    remedy = "请等待审核结果，或联系学校就业部门审核不通过后重新登记。"


class NotAtThisStep(Conflict):
    """Another reviewer's turn."""

    code = "destinations.not_at_this_step"
    title = "现在不是您的审核环节"


class NotInThisState(Conflict):
    """The action does not exist in this state."""

    code = "destinations.not_in_this_state"
    title = "当前状态下不能进行此操作"
    remedy = "请刷新后查看最新状态和可用的操作。"


class NotYourAction(Forbidden):
    """The action belongs to another role."""

    code = "destinations.not_your_action"
    title = "此操作不属于当前角色"
