"""What is said while signing offline."""

from agreements.files.schemas import FileIds
from common.answers import Request


class SealedCopy(Request):
    """The sealed paper, all pages."""

    file_ids: FileIds
