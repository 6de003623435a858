"""The conditions of signing, in the order in which somebody meets them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from common.contracts.codes import TRAINING_MODES, may_sign_online
from identity.verification.states import VerificationStatus

CENTRE = "教育部学生服务与素质发展中心"
USER = "单位用户本人"
EMPLOYER = "本单位的用户"
SCHOOL = "学校就业部门"
GRADUATE = "毕业生本人"
WAYS = "对公账号汇款认证或上传材料认证"
BACK_ON_ROSTER = (
    "学校在本平台移出的，由学校重新导入该生的名单；随就业管理系统移出的，由学校在就业管理系统中恢复，名单同步后生效。"
)
"""A removal here is unknown to 就业管理系统, whose next synchronisation brings back only what changed there."""


class Condition(StrEnum):
    """What must be so before somebody can sign."""

    PERSONAL_DATA_GIVEN = "personal_data_given"
    BELONGS_TO_EMPLOYER = "belongs_to_employer"
    EMPLOYER_VERIFIED = "employer_verified"
    EMPLOYER_NOT_SUSPENDED = "employer_not_suspended"
    ON_ROSTER = "on_roster"
    TRAINING_MODE_ALLOWS = "training_mode_allows"
    SCHOOL_ALLOWS = "school_allows"
    ENROLMENT_AGREES = "enrolment_agrees"
    DATA_CONFIRMED = "data_confirmed"

    @property
    def label(self) -> str:
        """The condition as a sentence."""
        return {
            "personal_data_given": "已填写个人信息",
            "belongs_to_employer": "已填写单位信息或加入单位",
            "employer_verified": "单位已通过认证",
            "employer_not_suspended": "单位未被暂停",
            "on_roster": "在学校的学生名单中",
            "training_mode_allows": "培养方式可以网上签约",
            "school_allows": "学校标明可以签约",
            "enrolment_agrees": "已登录并与学籍信息核对一致",
            "data_confirmed": "已确认个人信息",
        }[self.value]

    @property
    def rule(self) -> str:
        """Where it is written."""
        return {
            "personal_data_given": "用人单位操作指南第二节：正确填写个人及单位信息",
            "belongs_to_employer": "用人单位操作指南第二节：正确填写个人及单位信息",
            "employer_verified": "用人单位操作指南第二节：通过身份认证后方可签约",
            "employer_not_suspended": "用人单位操作指南第二节：中心可以复核并暂停单位",
            "on_roster": "学校操作指南第四节：学生名单来自就业管理系统",
            "training_mode_allows": "学校操作指南第四节：定向、委托培养的毕业生不参加网上签约",
            "school_allows": "学校操作指南第四节：是否可以签约",
            "enrolment_agrees": "学校操作指南第四节：首次登录核对姓名、身份证号、毕业院校、学历层次",
            "data_confirmed": "毕业生操作指南第二节：信息确认无误，进入系统",
        }[self.value]


@dataclass(frozen=True)
class Check:
    """One condition, held against the facts. A condition that is met leaves nobody anything to do."""

    condition: Condition
    passed: bool
    fact: str
    who_can_change: str | None = None
    how: str | None = None


@dataclass(frozen=True)
class EmployerCase:
    """What is known of an employer."""

    name: str
    status: VerificationStatus
    because: str | None
    """The reason that was given for this status, if one was."""
    suspended_because: str | None
    """Why it is suspended, which also lasts while it is reviewed anew; None when it is not."""
    letter_is_enough: bool
    """The national job platform has verified it (guides/000 §2)."""


@dataclass(frozen=True)
class UserCase:
    """What is known of an employer's user."""

    name: str | None
    employer: EmployerCase | None


@dataclass(frozen=True)
class GraduateCase:
    """What is known of a graduate's row."""

    school_name: str
    training_mode: str
    may_sign: bool
    removed_because: str | None
    signed_in_before: bool
    confirmed: bool


def user_checks(case: UserCase) -> list[Check]:
    """All conditions of an employer's user."""
    return [_personal_data(case.name), _belongs(case.employer), *employer_checks(case.employer)]


def employer_checks(case: EmployerCase | None) -> list[Check]:
    """The conditions of the employer itself."""
    return [_verified(case), _not_suspended(case)]


def graduate_checks(case: GraduateCase) -> list[Check]:
    """All conditions of a graduate."""
    return [
        _on_roster(case),
        _training_mode(case.training_mode),
        _school_allows(case),
        _enrolment(case),
        _confirmed(case),
    ]


def all_met(checks: Sequence[Check]) -> bool:
    """Whether nothing that identity knows stands in the way."""
    return all(check.passed for check in checks)


def _personal_data(name: str | None) -> Check:
    condition = Condition.PERSONAL_DATA_GIVEN
    if name:
        return Check(condition, True, f"本人姓名：{name}。")
    return Check(condition, False, "尚未填写本人姓名。", USER, "在“个人信息”中填写本人姓名。")


def _belongs(employer: EmployerCase | None) -> Check:
    condition = Condition.BELONGS_TO_EMPLOYER
    if employer is not None:
        return Check(condition, True, f"所属单位：{employer.name}。")
    how = "在“单位信息”中填写；单位已由同事注册的，提交加入申请，由该单位用户或中心同意。"
    return Check(condition, False, "尚未填写单位信息，也未加入单位。", USER, how)


def _verified(case: EmployerCase | None) -> Check:
    condition = Condition.EMPLOYER_VERIFIED
    if case is None:
        return Check(condition, False, "没有单位，尚不能认证。", USER, "先填写单位信息或加入单位。")
    if case.status is VerificationStatus.APPROVED:
        return Check(condition, True, "单位认证审核通过。")
    if case.status is VerificationStatus.SUSPENDED:
        return Check(condition, True, "单位曾通过认证，目前已暂停，见下一项。")
    who, how = _way_on(case)
    because = f"原因：{case.because}" if case.because else ""
    return Check(condition, False, f"认证状态为“{case.status.label}”。{because}", who, how)


def _not_suspended(case: EmployerCase | None) -> Check:
    condition = Condition.EMPLOYER_NOT_SUSPENDED
    if case is None or case.suspended_because is None:
        return Check(condition, True, "当前未被暂停。")
    who, how = _way_on(case)
    return Check(condition, False, f"中心已暂停该单位。原因：{case.suspended_because}", who, how)


def _way_on(case: EmployerCase) -> tuple[str, str]:
    ways = f"补传网签授权书（就业平台已核验证照），或选择{WAYS}" if case.letter_is_enough else f"选择{WAYS}"
    return {
        VerificationStatus.UNVERIFIED: (EMPLOYER, f"{ways}，提交认证。"),
        VerificationStatus.MATERIAL_REVIEW: (CENTRE, "等待中心审核；结果将在站内通知。"),
        VerificationStatus.REMITTING: ("银行", "等待平台汇款到账；也可以撤回后改用上传材料认证。"),
        VerificationStatus.AWAITING_AMOUNT: (EMPLOYER, "查看对公账号的到账金额，在期限内填写。"),
        VerificationStatus.REMITTANCE_FAILED: (EMPLOYER, f"核对对公账号和开户行后重新提交，或{ways}。"),
        VerificationStatus.AMOUNT_FAILED: (EMPLOYER, f"{ways}，重新提交认证。"),
        VerificationStatus.REJECTED: (EMPLOYER, f"按审核意见更正后，{ways}，重新提交认证。"),
        VerificationStatus.SUSPENDED: (CENTRE, "向中心说明情况申请恢复，或上传材料重新认证。"),
    }[case.status]


def _on_roster(case: GraduateCase) -> Check:
    condition = Condition.ON_ROSTER
    if case.removed_because is None:
        return Check(condition, True, f"在{case.school_name}的学生名单中。")
    return Check(condition, False, f"学校已将该生移出名单。原因：{case.removed_because}", SCHOOL, BACK_ON_ROSTER)


def _training_mode(code: str) -> Check:
    condition, label = Condition.TRAINING_MODE_ALLOWS, TRAINING_MODES.label(code)
    if may_sign_online(code):
        return Check(condition, True, f"培养方式为“{label}”。")
    how = "培养方式确有错误的，由学校在就业管理系统中更正；否则按定向、委托培养协议就业，不需要网上签约。"
    return Check(condition, False, f"培养方式为“{label}”，不参加网上签约。", SCHOOL, how)


def _school_allows(case: GraduateCase) -> Check:
    condition, how = Condition.SCHOOL_ALLOWS, "请学校在就业管理系统中更正，名单同步后生效。"
    if case.may_sign:
        return Check(condition, True, "“是否可以签约”为“是”。")
    if not may_sign_online(case.training_mode):
        fact = "“是否可以签约”为“否”，由培养方式决定。"
    elif case.removed_because is not None:
        fact, how = "“是否可以签约”为“否”，因为已移出名单。", BACK_ON_ROSTER
    else:
        fact = "学校在名单中将“是否可以签约”标为“否”。"
    return Check(condition, False, fact, SCHOOL, how)


def _enrolment(case: GraduateCase) -> Check:
    condition = Condition.ENROLMENT_AGREES
    if case.signed_in_before:
        return Check(condition, True, "已用学信网账号登录，与学籍信息核对一致。")
    how = "用学信网账号登录；提示信息不一致时联系学校就业部门核对更新。"
    return Check(condition, False, "尚未用学信网账号登录过。", GRADUATE, how)


def _confirmed(case: GraduateCase) -> Check:
    condition = Condition.DATA_CONFIRMED
    if case.confirmed:
        return Check(condition, True, "已确认现行的个人信息。")
    how = "登录后核对信息，点击“信息确认无误，进入系统”；如有误请联系学校就业部门更正。"
    return Check(condition, False, "现行的个人信息尚未确认。", GRADUATE, how)
