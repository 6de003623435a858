"""The use cases of offline signing."""

from agreements.offline.commands.copies import upload_copy
from agreements.offline.commands.reviews import review
from agreements.offline.commands.sheets import resubmit_sheet, submit_sheet

__all__ = ["resubmit_sheet", "review", "submit_sheet", "upload_copy"]
