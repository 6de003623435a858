"""What the answers of several features share."""

from pydantic import BaseModel


class Coded(BaseModel):
    """A code with the label people see."""

    code: str
    label: str
