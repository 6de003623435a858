"""Why an upload is not accepted, in words for the person who sent it."""

from typing import ClassVar


class UploadRefused(ValueError):
    """Base of all refusals. `message` says what is wrong with the file, `remedy` what to do about it."""

    code: ClassVar[str] = "documents.upload_refused"
    message: str = "文件不能接收"
    remedy: str = "请更换文件后重新上传。"

    def __init__(self, message: str | None = None) -> None:
        self.message = message or self.message
        super().__init__(self.message)


class UploadEmpty(UploadRefused):
    """0 bytes."""

    code = "documents.upload_empty"
    message = "文件是空的（0 字节）"
    remedy = "请确认文件能够正常打开后重新上传。"


class UploadTooLarge(UploadRefused):
    """More bytes, pages or points than we take."""

    code = "documents.upload_too_large"
    message = "文件超过 10 MB"
    remedy = "请压缩、拆分或降低分辨率后重新上传。"


class UploadTypeNotAccepted(UploadRefused):
    """Neither PDF nor JPEG nor PNG, whatever its name says."""

    code = "documents.upload_type_not_accepted"
    message = "文件内容不是 PDF、JPG 或 PNG"
    remedy = "请上传 PDF、JPG 或 PNG 文件；只修改文件扩展名不能改变文件的类型。"


class UploadDamaged(UploadRefused):
    """The right kind by its first bytes, but it cannot be read to the end."""

    code = "documents.upload_damaged"
    message = "文件已损坏或不完整，无法读取"
    remedy = "请在本机打开确认内容完整，另存或重新扫描后再上传。"


class UploadEncrypted(UploadRefused):
    """A PDF with a password or with restricted rights."""

    code = "documents.upload_encrypted"
    message = "PDF 文件已加密或设有权限限制"
    remedy = "请取消密码和权限限制后重新上传，也可以打印后扫描上传。"


class UploadActive(UploadRefused):
    """A PDF that does something or carries other files."""

    code = "documents.upload_active_content"
    message = "PDF 文件含有脚本、自动执行的动作或嵌入的文件"
    remedy = "请用“打印为 PDF”重新生成文件，或打印后扫描上传。"


class UploadBomb(UploadRefused):
    """Small when packed, enormous when opened."""

    code = "documents.upload_bomb"
    message = "文件解压后过大，无法安全打开"
    remedy = "请重新扫描或另存为普通的 PDF、JPG 文件后上传。"
