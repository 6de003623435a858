"""Rules that processes share, each a sentence that is true or is refused with the fact and who can change it. Pure."""

from dataclasses import dataclass
from datetime import datetime

from agreements.parties.errors import EmployerNotVerified, EmployerSuspended
from agreements.policy.errors import SigningNotOpen, SupplementNotOpen
from agreements.records import errors
from agreements.records.states.other_agreement import Other, refusal_by
from agreements.records.states.reasons import InvalidReason
from agreements.records.states.statuses import Audience, Kind, Status
from common.auth.actors import Actor, DepartmentUser, Graduate, SchoolUser
from common.clock import SHANGHAI
from common.contracts.codes import TRAINING_MODES, may_sign_online
from common.contracts.values.cohort import cohort_label
from common.errors import Problem
from common.lifecycle import Clock
from common.review import ReviewMode, ReviewStep

Doer = Actor | Clock


@dataclass(frozen=True)
class Standing:
    """What the roster says of a graduate's right to sign."""

    may_sign: bool
    training_mode_code: str
    on_roster: bool = True
    """False once the school has taken the graduate off the list."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that the rules look at: an agreement, or one about to begin, and what is around it."""

    kind: Kind = Kind.ONLINE
    status: Status | None
    """None before it begins."""
    typed_in: bool = False
    """The graduate has typed the employer in, which has no account."""
    frozen: bool = False
    """A case of “这不是我签的” is open."""
    review_step: ReviewStep | None = None
    deadline: datetime | None = None
    """应约截止时间, exclusive."""
    school_name: str
    cohort: int
    employer_verified: bool = True
    employer_suspended: bool = False
    standing: Standing | None = None
    """None when the graduate is on no roster."""
    signing_open: bool | None = None
    """None when the school has no settings for the cohort."""
    supplement_open: bool | None = None
    """补登开关, likewise."""
    review_mode: ReviewMode = ReviewMode.SCHOOL_ONLY
    """审核设置 now; means something only when there are settings."""
    reviewed_in: ReviewMode | None = None
    """How it is reviewed, frozen when the review began; None before."""
    live_with: str | None = None
    """The employer with whom the graduate has another live agreement."""
    live_kind: Kind | None = None
    live_status: Status | None = None
    """How that one came about, and where it stands."""
    live_typed_in: bool = False
    live_has_passed_a_step: bool = False
    """Whether its employer has no account, and whether a step of its present review has been passed."""
    open_until: datetime | None = None
    """The deadline of this employer's open invitation to the graduate."""
    live_with_inviter: Status | None = None
    """Where the live agreement of the graduate with the inviting employer stands."""
    favourite_invalid: InvalidReason | None = None
    """Why the favourite is 失效."""
    corrected: tuple[str, ...] = ()
    """What was corrected on the roster since the favourite was added or the invitation was sent."""
    disputes_dismissed: int = 0
    """How many cases of “这不是我签的” the school has dismissed."""
    dismissed_at: datetime | None = None
    dismissed_because: str | None = None
    """When the last one was, and why."""
    brings_new_proof: bool = True
    """The case to be opened has a file that no former one had."""
    rescission_limit: int = 0
    """学生可提交解约申请次数 of the sign settings."""
    rescissions_asked: int = 0
    """How many requests the graduate has submitted in the cohort, without the withdrawn ones."""


def agreement_is_not_frozen(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """“这不是我签的” stops everything until the school has decided (decisions)."""
    if not case.frozen:
        return None
    return errors.AgreementFrozen(
        "毕业生已申明“这不是我签的”，学校尚未处理。",
        who_can_change=f"{case.school_name}的学校用户",
        remedy="请先处理异议（异议成立或不成立）。" if isinstance(actor, SchoolUser) else None,
    )


def agreement_is_disputed(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """There is a case of “这不是我签的” to be decided."""
    return None if case.frozen else errors.AgreementNotDisputed(who_can_change="毕业生，可申明“这不是我签的”")


def employer_is_verified(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """The employer has passed verification."""
    return None if case.employer_verified else EmployerNotVerified()


def employer_is_not_suspended(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """The centre has not suspended the employer; what runs already goes on (decisions, verification)."""
    return EmployerSuspended() if case.employer_suspended else None


def signing_is_open(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """在线签约开关 of the graduate's cohort is on (guides/004 §3)."""
    if case.signing_open:
        return None
    whose = f"{case.school_name}{cohort_label(case.cohort)}"
    fact = "尚未填写签约设置" if case.signing_open is None else "已关闭在线签约"
    return SigningNotOpen(f"{whose}{fact}。", who_can_change=f"{case.school_name}的学校用户，在“签约设置”中开启")


def supplement_is_open(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """补登开关 of the graduate's cohort is on (guides/003 §3 ①)."""
    if case.supplement_open:
        return None
    whose = f"{case.school_name}{cohort_label(case.cohort)}"
    fact = "尚未填写签约设置" if case.supplement_open is None else "未允许补登"
    return SupplementNotOpen(f"{whose}{fact}。", who_can_change=f"{case.school_name}的学校用户，在“签约设置”中允许补登")


def has_passed_a_step(case: Case) -> bool:
    """Whether the department has passed it in the review that goes on."""
    return case.review_step is ReviewStep.SCHOOL and case.reviewed_in is ReviewMode.DEPARTMENT_THEN_SCHOOL


def no_step_has_passed(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """撤回修改 of a supplement and 撤回申请 of a form are for before the review (guides/004 §7.1)."""
    if not has_passed_a_step(case):
        return None
    refusal = errors.AlreadyReviewed if case.status is Status.SUPPLEMENT_IN_REVIEW else errors.GivenUpTooLate
    return refusal("院系已审核通过。", who_can_change="该毕业生的学校用户，可退回修改")


def graduate_may_sign(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """是否可以签约 is 是 and 培养方式 is neither 21 nor 41 (guides/003 §4)."""
    school = f"{case.school_name}的学校用户，在就业管理系统中更正"
    if case.standing is None:
        return errors.GraduateNotOnRoster(f"{cohort_label(case.cohort)}学生名单中没有该毕业生。", who_can_change=school)
    if not case.standing.on_roster:
        fact = f"学校已将该毕业生移出{cohort_label(case.cohort)}学生名单。"
        return errors.GraduateNotOnRoster(fact, who_can_change=school)
    if not may_sign_online(case.standing.training_mode_code):
        mode = TRAINING_MODES.label(case.standing.training_mode_code)
        return errors.GraduateMayNotSign(f"该毕业生的培养方式为“{mode}”。", who_can_change=school)
    if not case.standing.may_sign:
        return errors.GraduateMayNotSign("该毕业生“是否可以签约”为“否”。", who_can_change=school)
    return None


def favourite_is_up_to_date(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """Name, ID number, school and level are still those of the frozen favourite (guides/000 §4 note 2)."""
    if not case.corrected:
        return None
    changed = "、".join(case.corrected)
    return errors.FavouriteOutdated(f"加入收藏夹后，学校更正了该毕业生的{changed}。", who_can_change="本单位用户")


def favourite_is_valid(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """What is 失效 stays so, although the roster may have turned back (guides/000 §4 note 4)."""
    if case.favourite_invalid is None:
        return None
    return errors.FavouriteInvalid(f"{case.favourite_invalid.label}，该收藏已失效。", who_can_change="本单位用户")


def invitation_is_up_to_date(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """Name, ID number, school and level are still those that the employer invited (guides/000 §4 note 2)."""
    if not case.corrected:
        return None
    changed = "、".join(case.corrected)
    return errors.InvitationOutdated(
        f"邀请发出后，学校更正了您的{changed}。", who_can_change="用人单位，可在收藏夹中重新添加您后再次发起签约邀请"
    )


def invited_graduate_is_unchanged(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """The same, as the employer that wants to amend the invitation is told it."""
    if not case.corrected:
        return None
    changed = "、".join(case.corrected)
    return errors.InvitedGraduateCorrected(f"邀请发出后，学校更正了该毕业生的{changed}。", who_can_change="本单位用户")


def employer_has_no_open_invitation_to_graduate(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """One open invitation per employer and graduate (guides/004 §4.2 (3))."""
    if case.open_until is None or now >= case.open_until:
        return None
    return errors.InvitationStillOpen(
        f"上一份邀请的应约截止时间为 {_in_china(case.open_until)}。", who_can_change="本单位用户，可撤回或修改邀请"
    )


def graduate_is_not_signing_with_this_employer(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """An employer invites again only after 拒绝, 逾期 or a failed review (guides/000 §5.2, §5.3; 004 §4.2 (3))."""
    if case.live_with_inviter is None:
        return None
    stands, kind = case.live_with_inviter.label(Audience.EMPLOYER), case.live_kind or Kind.ONLINE
    return errors.GraduateSignsWithThisEmployer(
        f"本单位与该毕业生的签约状态为“{stands}”。", who_can_change=case.live_with_inviter.moved_by(kind)
    )


def before_the_deadline(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """An answer counts while now < deadline."""
    if case.deadline is None or now < case.deadline:
        return None
    return errors.InvitationOverdue(
        f"应约截止时间为 {_in_china(case.deadline)}。", who_can_change="用人单位，可重新发起签约邀请"
    )


def deadline_has_passed(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """Nothing expires early."""
    if before_the_deadline(case, actor, now) is not None:
        return None
    return errors.DeadlineNotReached(who_can_change="毕业生（接受或拒绝），或用人单位（撤回邀请）")


def graduate_has_no_live_agreement(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """Once accepted, other invitations can be looked at only (guides/004 §4.2 (1))."""
    if case.live_with is None:
        return None
    return refusal_by(
        Other(case.live_with, case.live_kind, case.live_status, case.live_typed_in, case.live_has_passed_a_step),
        wanted=case.kind,
        invited=case.status is not None,
        reader=Audience.GRADUATE if isinstance(actor, Graduate) else Audience.SCHOOL,
    )


def reviewer_is_at_this_step(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """The department decides at the department's step, the school at the school's (guides/003 §3 ②)."""
    turn = DepartmentUser if case.review_step is ReviewStep.DEPARTMENT else SchoolUser
    if isinstance(actor, turn):
        return None
    return errors.NotAtThisStep(f"此签约正在等待{turn.label}处理。", who_can_change=f"该毕业生的{turn.label}")


def _in_china(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
