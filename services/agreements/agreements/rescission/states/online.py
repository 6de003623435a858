"""The transition table of online rescission, forced rescission included (guides/003 §7.1, 000 §6, 004 §5).

One side asks, the other answers without a time limit, the school reviews. Whatever fails leaves the agreement valid.
"""

from agreements.records.states import (
    EMPLOYER,
    GRADUATE,
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
    RescissionAgreed,
    RescissionDeclined,
    RescissionPassedByDepartment,
    RescissionRejected,
    RescissionRequested,
    RescissionWithdrawn,
)
from common.lifecycle import Transition
from common.review import ReviewStep

ASKABLE = (
    Status.SIGNED,
    Status.RESCISSION_DECLINED_BY_GRADUATE,
    Status.RESCISSION_DECLINED_BY_EMPLOYER,
    Status.RESCISSION_REJECTED,
)
"""After a failed rescission either side may ask again (guides/000 §6.2, §6.3)."""

TRANSITIONS: tuple[Line, ...] = table(
    *(
        Transition(
            valid,
            Action.REQUEST_RESCISSION,
            EMPLOYER,
            (),
            Status.RESCISSION_AWAITING_GRADUATE,
            RescissionRequested,
        )
        for valid in ASKABLE
    ),
    *(
        Transition(
            valid,
            Action.REQUEST_RESCISSION,
            GRADUATE,
            (graduate_may_ask_again,),
            Status.RESCISSION_AWAITING_EMPLOYER,
            RescissionRequested,
        )
        for valid in ASKABLE
    ),
    Transition(
        Status.RESCISSION_AWAITING_GRADUATE,
        Action.AGREE_RESCISSION,
        GRADUATE,
        (),
        Status.RESCISSION_IN_REVIEW,
        RescissionAgreed,
    ),
    Transition(
        Status.RESCISSION_AWAITING_EMPLOYER,
        Action.AGREE_RESCISSION,
        EMPLOYER,
        (),
        Status.RESCISSION_IN_REVIEW,
        RescissionAgreed,
    ),
    Transition(
        Status.RESCISSION_AWAITING_GRADUATE,
        Action.DECLINE_RESCISSION,
        GRADUATE,
        (),
        Status.RESCISSION_DECLINED_BY_GRADUATE,
        RescissionDeclined,
    ),
    Transition(
        Status.RESCISSION_AWAITING_EMPLOYER,
        Action.DECLINE_RESCISSION,
        EMPLOYER,
        (),
        Status.RESCISSION_DECLINED_BY_EMPLOYER,
        RescissionDeclined,
    ),
    Transition(
        Status.RESCISSION_AWAITING_GRADUATE,
        Action.WITHDRAW_RESCISSION,
        EMPLOYER,
        (),
        Status.SIGNED,
        RescissionWithdrawn,
    ),
    Transition(
        Status.RESCISSION_AWAITING_EMPLOYER,
        Action.WITHDRAW_RESCISSION,
        GRADUATE,
        (),
        Status.SIGNED,
        RescissionWithdrawn,
    ),
    # Only for a graduate whom the employer leaves without an answer, never the other way round (guides/003 §7.1).
    Transition(
        Status.RESCISSION_AWAITING_EMPLOYER,
        Action.FORCE_RESCISSION,
        SCHOOL,
        (),
        Status.RESCINDED,
        AgreementRescinded,
    ),
    Transition(
        Status.RESCISSION_IN_REVIEW,
        Action.PASS_RESCISSION,
        REVIEWERS,
        (rules.reviewer_is_at_this_step,),
        Status.RESCISSION_IN_REVIEW,
        RescissionPassedByDepartment,
        at=ReviewStep.DEPARTMENT,
    ),
    Transition(
        Status.RESCISSION_IN_REVIEW,
        Action.PASS_RESCISSION,
        REVIEWERS,
        (rules.reviewer_is_at_this_step,),
        Status.RESCINDED,
        AgreementRescinded,
        at=ReviewStep.SCHOOL,
    ),
    Transition(
        Status.RESCISSION_IN_REVIEW,
        Action.REJECT_RESCISSION,
        REVIEWERS,
        (rules.reviewer_is_at_this_step,),
        Status.RESCISSION_REJECTED,
        RescissionRejected,
    ),
)

ELSEWHERE = {
    Action.RETURN_RESCISSION: Elsewhere(
        REVIEWERS,
        "线上签约的解约由双方在平台上同意，没有可退回修改的材料。",
        "请审核通过或不通过；不通过后双方可再次申请解约。",
        "学校（院系）审核人员，可通过或不通过",
    ),
    Action.RESUBMIT_RESCISSION: Elsewhere(
        GRADUATE,
        "线上签约的解约没有可退回修改的材料。",
        "如解约未成功，可再次申请解约。",
        "毕业生或用人单位，可申请解约",
    ),
}
"""What can be done to rescissions on paper."""

LIFE = life_of(TRANSITIONS, ELSEWHERE)
apply, options = LIFE.apply, LIFE.options
