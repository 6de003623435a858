"""Nobody decides on what they have not read."""

from agreements.records import errors
from agreements.records.tables import Agreement


def refuse_other_version(agreement: Agreement, read: int | None) -> None:
    """What was read is what is decided on.

    Args:
        agreement: locked, as it stands now.
        read: the version that was read; None if nobody says which.

    Raises:
        ChangedMeanwhile: it is another version.
    """
    if read is None or read == agreement.version:
        return
    raise errors.ChangedMeanwhile(
        f"您看到的是第{read}次变更后的内容，现为第{agreement.version}次。",
        rule="version_is_the_one_read",
        who_can_change="当前用户，查看最新内容后再提交",
        version=agreement.version,
    )
