"""Transitions of offline rescission: of agreements signed offline and of supplements (guides/003 §7.2, 004 §6).

Only the graduate asks; the employer has signed the paper that is uploaded, so the review begins at once.
"""

from agreements.records.states import (
    EMPLOYER,
    GRADUATE,
    REVIEWERS,
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

ELSEWHERE = {
    Action.REQUEST_RESCISSION: Elsewhere(
        EMPLOYER,
        "线下签约、补登只能由毕业生申请解约。",
        "请与毕业生协商，在毕业生的解约材料上盖章，由毕业生在平台提交。",
        "毕业生，可申请解约",
    ),
}
"""What employers can do to agreements that were signed online."""

LIFE = life_of(TRANSITIONS, ELSEWHERE)
apply, options = LIFE.apply, LIFE.options
