"""What agreements says: sign settings, invitations, agreements, rescissions, endings, reminders."""

from common.contracts.agreements.endings import (
    AgreementAmended,
    AgreementDisputed,
    AgreementInvalidated,
    AgreementMovedDepartment,
    AgreementVoided,
    DisputeDismissed,
)
from common.contracts.agreements.facts import AgreementFacts
from common.contracts.agreements.invitations import (
    InvitationAccepted,
    InvitationAmended,
    InvitationDeclined,
    InvitationExpired,
    InvitationSent,
    InvitationWithdrawn,
)
from common.contracts.agreements.offline import (
    ApplicationDiscarded,
    OfflineAgreementPrepared,
    OfflineAgreementSubmitted,
    SealedCopyRefused,
    SealedCopySubmitted,
    SupplementSubmitted,
    SupplementWithdrawn,
)
from common.contracts.agreements.reminders import ReminderDue
from common.contracts.agreements.rescissions import (
    AgreementRescinded,
    RescissionAgreed,
    RescissionDeclined,
    RescissionPassedByDepartment,
    RescissionRejected,
    RescissionRequested,
    RescissionReturned,
    RescissionWithdrawn,
)
from common.contracts.agreements.reviews import (
    AgreementCorrected,
    AgreementPassedByDepartment,
    AgreementRejected,
    AgreementReturned,
    AgreementSigned,
    CorrectionConfirmed,
    CorrectionRefused,
)
from common.contracts.agreements.settings import SignSettingsChanged

__all__ = [
    "AgreementAmended",
    "AgreementCorrected",
    "AgreementDisputed",
    "AgreementFacts",
    "AgreementInvalidated",
    "AgreementMovedDepartment",
    "AgreementPassedByDepartment",
    "AgreementRejected",
    "AgreementRescinded",
    "AgreementReturned",
    "AgreementSigned",
    "AgreementVoided",
    "ApplicationDiscarded",
    "CorrectionConfirmed",
    "CorrectionRefused",
    "DisputeDismissed",
    "InvitationAccepted",
    "InvitationAmended",
    "InvitationDeclined",
    "InvitationExpired",
    "InvitationSent",
    "InvitationWithdrawn",
    "OfflineAgreementPrepared",
    "OfflineAgreementSubmitted",
    "ReminderDue",
    "RescissionAgreed",
    "RescissionDeclined",
    "RescissionPassedByDepartment",
    "RescissionRejected",
    "RescissionRequested",
    "RescissionReturned",
    "RescissionWithdrawn",
    "SealedCopyRefused",
    "SealedCopySubmitted",
    "SignSettingsChanged",
    "SupplementSubmitted",
    "SupplementWithdrawn",
]
