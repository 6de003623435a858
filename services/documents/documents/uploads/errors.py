"""What can go wrong with uploads."""

from common.errors import FieldFault, Invalid, NotFound
from documents.uploads.inspection import UploadRefused


class UploadNotAccepted(Invalid):
    """The file itself cannot be taken; `code` says which of its faults it is."""

    code = UploadRefused.code
    title = "文件不能接收"

    def __init__(self, refusal: UploadRefused) -> None:
        fault = FieldFault(field="file", reason=refusal.message, remedy=refusal.remedy)
        super().__init__(f"{refusal.message}。", remedy=refusal.remedy, errors=[fault])
        self.code = refusal.code  # type: ignore[misc]  # each fault of a file is a problem of its own kind


class PurposeNotYours(Invalid):
    """Others upload files for this purpose."""

    code = "documents.purpose_not_yours"
    title = "当前账号不能上传此用途的文件"


class FileNotFound(NotFound):
    """There is no such file, or the reader has no part in it."""

    code = "documents.file_not_found"
    title = "没有找到该文件"
