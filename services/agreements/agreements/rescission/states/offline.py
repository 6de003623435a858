"""Transitions of offline rescission: of agreements signed offline and of supplements (guides/003 §7.2, 004 §6).

Only the graduate asks; the employer has signed the paper that is uploaded, so the review begins at once.
"""

from agreements.records.states import (
    EMPLOYER,
    GRADUATE,
    PARTIES,
    REVIEWERS,
    SCHOOL,
    Action,
    Elsewhere,
    Line,
    Status,
    life_of,
    rules,
    table,
)
from agreements.rescission.states.rules import graduate_may_ask_again
from common.contracts.agreements import (
    AgreementRescinded,
    RescissionPassedByDepartment,
    RescissionRejected,
    RescissionRequested,
    RescissionReturned,
    RescissionWithdrawn,
)
from common.lifecycle import Transition
from common.review import ReviewStep

ASKABLE = (Status.SIGNED, Status.RESCISSION_REJECTED)

TRANSITIONS: tuple[Line, ...] = table(
    *(
        Transition(
            valid,
            Action.REQUEST_RESCISSION,
            GRADUATE,
            (graduate_may_ask_again,),
            Status.RESCISSION_REQUESTED,
            RescissionRequested,
        )
        for valid in ASKABLE
    ),
    Transition(
        Status.RESCISSION_REQUESTED,
        Action.PASS_RESCISSION,
        REVIEWERS,
        (rules.reviewer_is_at_this_step,),
        Status.RESCISSION_REQUESTED,
        RescissionPassedByDepartment,
        at=ReviewStep.DEPARTMENT,
    ),
    Transition(
        Status.RESCISSION_REQUESTED,
        Action.PASS_RESCISSION,
        REVIEWERS,
        (rules.reviewer_is_at_this_step,),
        Status.RESCINDED,
        AgreementRescinded,
        at=ReviewStep.SCHOOL,
    ),
    Transition(
        Status.RESCISSION_REQUESTED,
        Action.RETURN_RESCISSION,
        REVIEWERS,
        (rules.reviewer_is_at_this_step,),
        Status.RESCISSION_RETURNED,
        RescissionReturned,
    ),
    Transition(
        Status.RESCISSION_REQUESTED,
        Action.REJECT_RESCISSION,
        REVIEWERS,
        (rules.reviewer_is_at_this_step,),
        Status.RESCISSION_REJECTED,
        RescissionRejected,
    ),
    # The same request once more: it was counted when it was first submitted.
    Transition(
        Status.RESCISSION_RETURNED,
        Action.RESUBMIT_RESCISSION,
        GRADUATE,
        (),
        Status.RESCISSION_REQUESTED,
        RescissionRequested,
    ),
    Transition(
        Status.RESCISSION_RETURNED,
        Action.WITHDRAW_RESCISSION,
        GRADUATE,
        (),
        Status.SIGNED,
        RescissionWithdrawn,
    ),
)

ASKED_ALONE = "线下签约、补登只能由毕业生申请解约。"
AGREED_ON_PAPER = "线下签约、补登的解约由双方在解约材料上签章同意，不在平台上回应。"
ANSWERED_ON_PAPER = "对解约有不同意见，请联系毕业生所在学校。"
REVIEWERS_DECIDE = "毕业生可申请解约，由学校（院系）审核"
ELSEWHERE = {
    Action.REQUEST_RESCISSION: Elsewhere(
        EMPLOYER,
        ASKED_ALONE,
        "请与毕业生协商，在毕业生的解约材料上盖章，由毕业生在平台提交。",
        "毕业生，可申请解约",
    ),
    Action.WITHDRAW_RESCISSION: Elsewhere(
        EMPLOYER, ASKED_ALONE, ANSWERED_ON_PAPER, "毕业生，解约退回修改后可撤回解约申请"
    ),
    Action.AGREE_RESCISSION: Elsewhere(PARTIES, AGREED_ON_PAPER, ANSWERED_ON_PAPER, REVIEWERS_DECIDE),
    Action.DECLINE_RESCISSION: Elsewhere(PARTIES, AGREED_ON_PAPER, ANSWERED_ON_PAPER, REVIEWERS_DECIDE),
    Action.FORCE_RESCISSION: Elsewhere(
        SCHOOL,
        "强制解约只用于线上签约：毕业生申请解约后单位不予回应。线下签约、补登的解约不需单位在平台回应。",
        "请由毕业生提交解约材料后审核通过或不通过。",
        "毕业生，可申请解约；学校（院系）审核人员，可通过或不通过",
    ),
}
"""What can be done to agreements that were signed online (guides/003 §7.1)."""

LIFE = life_of(TRANSITIONS, ELSEWHERE)
apply, options = LIFE.apply, LIFE.options
