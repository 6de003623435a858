"""What the WeChat API takes and answers, with the names of the real one."""

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class FollowerDetails(BaseModel):
    nickname: str = Field(min_length=1, max_length=64)


class Follower(FollowerDetails):
    """Somebody who follows the account."""

    openid: str


class TemplateDetails(BaseModel):
    """A template as it is approved in the account's console."""

    title: str = Field(min_length=1, max_length=64)
    content: str = Field(default="", max_length=2000, description="With places like {{thing1.DATA}}")


class Template(TemplateDetails):
    template_id: str


class Value(BaseModel):
    value: str
    color: str = ""


class SendRequest(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "touser": "o-ouyang",
                    "template_id": "invitation_received",
                    "url": "http://127.0.0.1:8080/",
                    "client_msg_id": "0198c0de-0000-7000-8000-000000000002",
                    "data": {"thing1": {"value": "北京示范科技有限公司"}},
                }
            ]
        }
    )

    touser: str = ""
    template_id: str = ""
    url: str = ""
    client_msg_id: str = Field(default="", max_length=64, description="The same id and openid are sent once")
    data: dict[str, Value] = {}


class WeChatMessage(SendRequest):
    """A template message that was sent."""

    msgid: int
    nickname: str
    title: str
    text: str = Field(description="The template with its places filled, or the values line by line")
    sent_at: AwareDatetime


class TokenAnswer(BaseModel):
    access_token: str
    expires_in: int = Field(description="seconds")


class Answer(BaseModel):
    """Errors too come with HTTP status 200."""

    errcode: int
    errmsg: str
    msgid: int | None = None


class LoginAnswer(BaseModel):
    access_token: str
    expires_in: int = Field(description="seconds")
    refresh_token: str
    openid: str
    scope: str


class Code(BaseModel):
    code: str
