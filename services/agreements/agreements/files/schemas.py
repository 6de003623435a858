"""How requests name uploads."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from common.contracts.values.checked import ValueFault, schema_error

MOST_FILES = 9
"""Files of one record (decisions)."""


def _different(file_ids: Sequence[UUID]) -> Sequence[UUID]:
    if len(set(file_ids)) != len(file_ids):
        raise schema_error(ValueFault("同一文件只能提交一次", "请去掉重复的文件"))
    return file_ids


FileIds = Annotated[
    list[UUID],
    Field(min_length=1, max_length=MOST_FILES, description="已上传文件的编号，至少 1 个，最多 9 个"),
    AfterValidator(_different),
]
"""Files that are required."""
OptionalFileIds = Annotated[
    list[UUID],
    Field(max_length=MOST_FILES, description="已上传文件的编号，最多 9 个"),
    AfterValidator(_different),
]
"""Files that may be left out; give it the default `Field(default_factory=list)`."""
