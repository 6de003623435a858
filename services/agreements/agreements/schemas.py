"""What the requests and answers of several features share."""

from typing import Annotated

from fastapi import Header

from common.answers import Coded
from common.contracts.values.region import region_name

IfMatch = Annotated[str | None, Header(alias="If-Match", description="上次读取时返回的 ETag")]
"""The version the editor has seen; required as soon as there is one."""


def region(code: str | None) -> Coded | None:
    """A region code with its 省市区 text."""
    return Coded(code=code, label=region_name(code)) if code else None
