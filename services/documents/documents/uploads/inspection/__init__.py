"""What may be stored of what people upload: decided by content, without database or network."""

from documents.uploads.inspection.files import InspectedFile, inspect_upload
from documents.uploads.inspection.names import content_disposition, display_name
from documents.uploads.inspection.refusals import UploadRefused

__all__ = ["InspectedFile", "UploadRefused", "content_disposition", "display_name", "inspect_upload"]
