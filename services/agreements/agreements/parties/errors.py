"""What can be wrong with a party."""

from common.errors import Conflict, NotFound

CENTRE = "教育部学生服务与素质发展中心"


class EmployerNotVerified(Conflict):
    """The employer has not passed verification (guides/000 §2)."""

    code = "agreements.employer_not_verified"
    title = "单位尚未通过认证"
    remedy = "请先在“单位信息”中提交认证材料，认证通过后即可使用。"

    def __init__(self) -> None:
        super().__init__(
            "单位尚未通过身份认证，不能搜索毕业生、发起签约邀请或签约。",
            who_can_change=f"单位提交认证材料，由{CENTRE}审核",
            rule="employer_is_verified",
        )


class EmployerSuspended(Conflict):
    """The centre has suspended the employer: it starts nothing new, and what runs goes on."""

    code = "agreements.employer_suspended"
    title = "单位已被暂停网上签约"
    remedy = "请用人单位在“单位信息”中查看暂停原因，按要求处理后由中心恢复。已在进行的签约不受影响。"

    def __init__(self) -> None:
        super().__init__(
            "该单位已被中心暂停网上签约，不能搜索毕业生、发起签约邀请或达成新的签约。",
            who_can_change=f"{CENTRE}，可恢复该单位或重新认证",
            rule="employer_is_not_suspended",
        )


class SchoolNotInProvince(NotFound):
    """Not one of the province's schools."""

    code = "agreements.school_not_in_province"
    title = "本省没有此学校"
    remedy = "请从本省学校列表中选择。"
