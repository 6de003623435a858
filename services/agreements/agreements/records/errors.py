"""What can go wrong while signing. Each refusal names the rule, the fact and who can change it."""

from common.errors import Conflict, Forbidden, NotFound


class NoSuchAgreement(NotFound):
    """It does not exist, or the asker has no part in it."""

    code = "agreements.no_such_agreement"
    title = "没有找到该签约记录"
    remedy = "请刷新列表后重试。"


class NotInThisState(Conflict):
    """The transition table has no such action from the present state."""

    code = "agreements.not_in_this_state"
    title = "当前状态下不能进行此操作"
    remedy = "请刷新后查看最新状态。"


class NotYourAction(Forbidden):
    """The action exists, but for somebody else."""

    code = "agreements.not_your_action"
    title = "当前账号无权进行此操作"
    remedy = "请由可以进行此操作的一方办理。"


class AgreementFrozen(Conflict):
    """The graduate has said that it was somebody else who signed."""

    code = "agreements.agreement_frozen"
    title = "该签约正在处理异议，暂时冻结"
    remedy = "请等待学校处理结果。"


class AgreementNotDisputed(Conflict):
    """No case of “这不是我签的” is open."""

    code = "agreements.agreement_not_disputed"
    title = "该签约没有待处理的异议"
    remedy = "请刷新后查看最新状态。"


class InvitationOverdue(Conflict):
    """Now is not before the deadline (domain: answer allowed while now < deadline)."""

    code = "agreements.invitation_overdue"
    title = "应约有效期已过"
    remedy = "如仍愿签约，请联系用人单位重新发起签约邀请。"


class DeadlineNotReached(Conflict):
    """The clock may not end an invitation that can still be answered."""

    code = "agreements.deadline_not_reached"
    title = "应约有效期未到"
    remedy = "请等待应约有效期届满。"


class GraduateNotOnRoster(Conflict):
    """The graduate is on no roster we know (guides/003 §4)."""

    code = "agreements.graduate_not_on_roster"
    title = "毕业生不在学生名单中"
    remedy = "请毕业生联系学校就业部门。"


class GraduateMayNotSign(Conflict):
    """是否可以签约 is 否, or 培养方式 is 21 or 41 (guides/003 §4)."""

    code = "agreements.graduate_may_not_sign"
    title = "该毕业生不能网上签约"
    remedy = "请毕业生联系学校就业部门核实培养方式和签约资格。"


class FavouriteOutdated(Conflict):
    """The roster was corrected after the favourite was added (guides/000 §4 note 2)."""

    code = "agreements.favourite_outdated"
    title = "收藏的毕业生信息已更正"
    remedy = "请在收藏夹中删除该毕业生，再按更正后的信息重新添加。"


class NoFavouriteLeft(Conflict):
    """Only a favourite is invited, the second time as the first."""

    code = "agreements.no_favourite_left"
    title = "该毕业生不在本单位收藏夹中"
    remedy = "请搜索该毕业生并重新加入收藏夹，再发起签约邀请。"


class FavouriteInvalid(Conflict):
    """The favourite became 失效; only a new one can be invited (guides/000 §4 note 4)."""

    code = "agreements.favourite_invalid"
    title = "收藏的毕业生已失效"
    remedy = "请联系毕业生及其学校了解原因；学校更正后，请在“失效”中删除该毕业生并重新添加。"


class InvitationOutdated(Conflict):
    """The roster was corrected after the invitation was sent (guides/000 §4 note 2)."""

    code = "agreements.invitation_outdated"
    title = "邀请函中的毕业生信息已更正"
    remedy = "请拒绝此邀请，并请用人单位在收藏夹中删除后重新添加您，再重新发起签约邀请。"


class InvitedGraduateCorrected(Conflict):
    """The same, as the employer is told it: an invitation to who the graduate was is not amended."""

    code = "agreements.invited_graduate_corrected"
    title = "邀请函中的毕业生信息已更正"
    remedy = "请撤回此邀请，在收藏夹中删除后重新添加该毕业生，再重新发起签约邀请。"


class InvitationStillOpen(Conflict):
    """This employer's invitation to this graduate can still be answered (guides/000 §5.2 note)."""

    code = "agreements.invitation_still_open"
    title = "已有等待该毕业生应约的邀请"
    remedy = "请撤回该邀请后重新发起，或直接修改邀请。"


class GraduateSignsWithThisEmployer(Conflict):
    """This employer's invitation was accepted; a new one follows only a failed signing (guides/000 §5.2, §5.3)."""

    code = "agreements.graduate_signs_with_this_employer"
    title = "该毕业生已同意与本单位签约"
    remedy = "请在“签约中”或“已签约”中查看；毕业生拒绝、逾期未回应或审核不通过后，才能再次发起签约邀请。"


class GraduateSignsWithAnother(Conflict):
    """The graduate has accepted another employer's invitation or has an agreement (guides/004 §4.2 (1))."""

    code = "agreements.graduate_signs_with_another"
    title = "已有进行中或有效的签约"
    remedy = "此邀请只能查看。与原单位的签约未通过审核或解约后，才能接受其他单位的邀请。"


class NotAtThisStep(Conflict):
    """The review waits for somebody else."""

    code = "agreements.not_at_this_step"
    title = "尚未轮到本级审核"
    remedy = "请等待对应的审核人员处理。"


class AlreadyReviewed(Conflict):
    """A reviewer has passed it already; it cannot be taken back for editing (guides/004 §7.1)."""

    code = "agreements.already_reviewed"
    title = "审核已经开始，不能撤回修改"
    remedy = "如需修改，请联系审核人员退回修改。"


class GivenUpTooLate(AlreadyReviewed):
    """Likewise, of a form that the graduate wants to give up."""

    title = "院系已审核通过，不能撤回申请"
    remedy = "请等待学校审核结果；如需放弃，请联系学校审核人员退回修改，再撤回申请。"


class TermsChanged(Conflict):
    """What is to be accepted is not what was read."""

    code = "agreements.terms_changed"
    title = "签约内容已变化"
    remedy = "请重新阅读签约内容后再接受。"


class ChangedMeanwhile(Conflict):
    """It has changed since it was read: by somebody else, or by the asker in another window."""

    code = "agreements.changed_meanwhile"
    title = "内容已有变化"
    remedy = "请刷新后查看最新状态。"


def was_faster() -> ChangedMeanwhile:
    """Of somebody whose change was lost to another one's at the same moment."""
    return ChangedMeanwhile(
        "该记录在您提交的同时有了变化，您的操作没有生效。",
        rule="version_is_the_one_read",
        who_can_change="当前用户，查看最新内容后再提交",
    )


class NotSigned(Conflict):
    """Only a signed agreement is printed."""

    code = "agreements.not_signed"
    title = "协议尚未签订完成"
    remedy = "请在学校（院系）审核通过后再下载。"
