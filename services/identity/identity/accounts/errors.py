"""What can go wrong when an employer user registers."""

from common.errors import Conflict, FieldFault


class MobileTaken(Conflict):
    """There is an account with this mobile; told only to who has proved that the mobile is theirs."""

    code = "identity.mobile_taken"
    title = "该手机号已注册"
    remedy = "请直接登录；如忘记密码，请通过“找回密码”用短信验证码重新设置。"


class PersonalDataMissing(Conflict):
    """The user has not given their own name, which stands on agreements as who signed for the employer."""

    code = "identity.personal_data_missing"
    title = "请先填写个人信息"
    remedy = "请在“个人信息”中填写本人姓名后再办理。"


def personal_data_missing() -> PersonalDataMissing:
    """The refusal, with the field that is empty (guides/000 §2: 正确填写个人及单位信息)."""
    return PersonalDataMissing(
        "尚未填写本人姓名。",
        who_can_change="用户本人",
        errors=[FieldFault(field="name", reason="姓名尚未填写", remedy="请在“个人信息”中填写本人姓名。")],
    )
