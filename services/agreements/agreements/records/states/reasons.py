"""The lists that reasons are chosen from (decisions). A code has one label in all of them."""

from enum import StrEnum


class RejectReason(StrEnum):
    """审核不通过原因, the list to choose from (guides/003 fig 11)."""

    EMPLOYER_DATA_WRONG = "employer_data_wrong"
    EMPLOYER_NOT_OPERATING = "employer_not_operating"
    EMPLOYER_ON_WARNING_LIST = "employer_on_warning_list"
    JOB_NOT_TRUE = "job_not_true"
    GRADUATE_DATA_WRONG = "graduate_data_wrong"
    RELOCATION_DATA_WRONG = "relocation_data_wrong"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As the list shows it."""
        return reason_label(self.value)


class RescissionReason(StrEnum):
    """解约原因, as both sides choose it."""

    AGREED = "agreed"
    FURTHER_STUDY = "further_study"
    PUBLIC_SERVICE = "public_service"
    MILITARY_SERVICE = "military_service"
    FAMILY = "family"
    HEALTH = "health"
    PROMISES_NOT_KEPT = "promises_not_kept"
    EMPLOYER_IN_DIFFICULTY = "employer_in_difficulty"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As the list shows it."""
        return reason_label(self.value)


class Ruling(StrEnum):
    """解约原因 as the reviewer finds it when passing an offline rescission (guides/003 fig 21)."""

    MUTUAL = "mutual"
    UNILATERAL = "unilateral"

    @property
    def label(self) -> str:
        """As the dialog shows it."""
        return reason_label(self.value)


class InvalidReason(StrEnum):
    """Why a favourite, an invitation or an agreement is 失效."""

    LEFT_ROSTER = "left_roster"
    TRAINING_MODE = "training_mode"
    MAY_NOT_SIGN = "may_not_sign"
    IDENTITY_CORRECTED = "identity_corrected"

    @property
    def label(self) -> str:
        """As screens show it."""
        return reason_label(self.value)


class VoidReason(StrEnum):
    """Why the school has ended an agreement."""

    SCHOOL_VOIDED = "school_voided"
    DISPUTE_UPHELD = "dispute_upheld"

    @property
    def label(self) -> str:
        """As screens show it."""
        return reason_label(self.value)


def reason_label(code: str) -> str:
    """The label of any reason that a history row may hold."""
    return _LABELS[code]


_LABELS = {
    RejectReason.EMPLOYER_DATA_WRONG.value: "单位信息不准确",
    RejectReason.EMPLOYER_NOT_OPERATING.value: "单位非正常经营",
    RejectReason.EMPLOYER_ON_WARNING_LIST.value: "单位为预警单位",
    RejectReason.JOB_NOT_TRUE.value: "岗位信息不真实",
    RejectReason.GRADUATE_DATA_WRONG.value: "学生信息有误",
    RejectReason.RELOCATION_DATA_WRONG.value: "户档信息有误",
    RejectReason.OTHER.value: "其他",
    RescissionReason.AGREED.value: "双方协商一致",
    RescissionReason.FURTHER_STUDY.value: "继续深造",
    RescissionReason.PUBLIC_SERVICE.value: "考取公务员或事业单位",
    RescissionReason.MILITARY_SERVICE.value: "应征入伍",
    RescissionReason.FAMILY.value: "家庭原因",
    RescissionReason.HEALTH.value: "身体原因",
    RescissionReason.PROMISES_NOT_KEPT.value: "单位承诺的条件无法兑现",
    RescissionReason.EMPLOYER_IN_DIFFICULTY.value: "单位经营发生问题",
    Ruling.MUTUAL.value: "双方同意解约",
    Ruling.UNILATERAL.value: "学生单方面解约",
    InvalidReason.LEFT_ROSTER.value: "毕业生已不在学生名单中",
    InvalidReason.TRAINING_MODE.value: "毕业生的培养方式已改为不可网签",
    InvalidReason.MAY_NOT_SIGN.value: "毕业生“是否可以签约”已改为“否”",
    VoidReason.SCHOOL_VOIDED.value: "学校作废",
    VoidReason.DISPUTE_UPHELD.value: "异议成立",
    InvalidReason.IDENTITY_CORRECTED.value: "毕业生的姓名、身份证号、毕业院校或学历层次已更正",
}
