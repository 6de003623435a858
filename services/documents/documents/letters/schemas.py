"""What identity answers about who is to be authorised, and what is printed of it."""

from pydantic import AwareDatetime, BaseModel, ConfigDict

from documents.agreement.rendering.sheet import Line, OptionalLine


class AuthorisedUser(BaseModel):
    """`GET identity /v1/employer-users/{id}/authorisation`: the user and, if its data were given, the employer."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    employer_name: str | None
    uscc: str | None
    user_name: str | None
    mobile: str


class AuthorisationLetter(BaseModel):
    """网签授权书 as it is printed (guides/000 §2); what is None is left blank, to be written by hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    employer_name: OptionalLine
    uscc: OptionalLine
    user_name: OptionalLine
    mobile: Line
    drawn_at: AwareDatetime
