"""Request and response models of agreements."""

from agreements.records.schemas.letter import ContactBlock, JobBlock, Letter
from agreements.records.schemas.sheet import AgreementSheet

__all__ = ["AgreementSheet", "ContactBlock", "JobBlock", "Letter"]
