"""What can be wrong with a party."""

from common.errors import Conflict


class EmployerNotVerified(Conflict):
    """The employer has not passed verification (guides/000 §2)."""

    code = "agreements.employer_not_verified"
    title = "单位尚未通过认证"
    remedy = "请先在“单位信息”中提交认证材料，认证通过后即可使用。"

    def __init__(self) -> None:
        super().__init__(
            "单位尚未通过身份认证，不能搜索毕业生、发起签约邀请或签约。",
            who_can_change="单位提交认证材料，由教育部学生服务与素质发展中心审核",
            rule="employer_is_verified",
        )
