"""Who is to be authorised by whom."""

from pydantic import Field

from common.answers import Answer


class AuthorisedUser(Answer):
    """A user with the whole number, and the employer as far as its data were given."""

    employer_name: str | None = Field(description="单位名称；尚未填写单位信息时为空")
    uscc: str | None
    user_name: str | None = Field(description="姓名；尚未填写个人信息时为空")
    mobile: str
