"""Request and response models of signing."""

from agreements.signing.schemas.letter import ContactBlock, JobBlock, Letter
from agreements.signing.schemas.sheet import AgreementSheet

__all__ = ["AgreementSheet", "ContactBlock", "JobBlock", "Letter"]
