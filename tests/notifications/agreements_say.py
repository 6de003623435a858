"""What agreements says in these tests besides the invitation's usual way."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from common.contracts import agreements as said
from common.contracts.event import Event

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
"""12:00 in Shanghai."""
DEADLINE = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
"""2026-11-24 00:00 in Shanghai."""
EMPLOYER_ID = UUID("00000000-0000-7000-8000-0000000000e1")
GRADUATE_ID = UUID("00000000-0000-7000-8000-0000000000a1")
AGREEMENT_ID = UUID("00000000-0000-7000-8000-0000000000c1")
AGREEMENT: dict[str, Any] = {
    "agreement_id": AGREEMENT_ID,
    "employer_id": EMPLOYER_ID,
    "employer_name": "北京示范科技有限公司",
    "graduate_id": GRADUATE_ID,
    "graduate_name": "欧阳静怡",
    "school_code": "10001",
    "department": "计算机学院",
    "cohort": 2027,
}
_NUMBER = "20271000100000013"
_MORE: dict[type[Event], dict[str, Any]] = {
    said.InvitationAmended: {"job_title": "软件工程师", "deadline": DEADLINE, "terms_version": 2},
    said.InvitationWithdrawn: {"detail": "岗位已招满"},
    said.AgreementReturned: {"step": "school", "detail": "与岗位不符", "return_fields": ["报到地点", "试用期"]},
    said.AgreementRejected: {"step": "school", "reason": "单位信息不准确", "detail": "名称与公章不一致"},
    said.AgreementCorrected: {"terms_version": 2},
    said.CorrectionConfirmed: {"review_step": "department"},
    said.CorrectionRefused: {"detail": "薪酬与约定不符"},
    said.OfflineAgreementSubmitted: {"accepted_at": NOON, "review_step": "department"},
    said.OfflineAgreementPrepared: {"agreement_number": _NUMBER, "at": NOON},
    said.SealedCopySubmitted: {"by": "employer", "review_step": "department", "file_ids": []},
    said.SealedCopyRefused: {"step": "school", "detail": "公章不清晰"},
    said.SupplementSubmitted: {"accepted_at": NOON, "review_step": "department", "file_ids": []},
    said.RescissionRequested: {
        "rescission_id": UUID(int=1),
        "by": "employer",
        "reason": "单位经营发生问题",
        "review_step": None,
        "file_ids": [],
    },
    said.RescissionWithdrawn: {"by": "employer"},
    said.RescissionAgreed: {"by": "employer", "review_step": "department"},
    said.RescissionDeclined: {"by": "employer", "detail": "项目尚未结束"},
    said.RescissionReturned: {"step": "department", "detail": "缺少解约函"},
    said.RescissionRejected: {"step": "school", "reason": "其他", "detail": "材料不全"},
    said.AgreementRescinded: {
        "rescission_id": UUID(int=1),
        "form": "online",
        "ruling": None,
        "at": NOON,
        "file_ids": [],
    },
    said.AgreementVoided: {"reason": "学校作废", "detail": "已与单位沟通", "at": NOON},
    said.AgreementInvalidated: {"reason": "毕业生已不在学生名单中", "was_signed": True, "at": NOON},
    said.AgreementAmended: {"amended_fields": ["报到地点", "岗位名称"], "detail": "单位更名"},
    said.AgreementDisputed: {"detail": "没有收到过邀请", "file_ids": []},
    said.DisputeDismissed: {"detail": "短信记录显示为本人操作"},
    said.AgreementMovedDepartment: {
        "previous_department": "数学学院",
        "review_step": "department",
        "matter": "review",
    },
    said.ReminderDue: {
        "reminder_id": UUID(int=2),
        "number": 1,
        "waiting_since": NOON,
        "due_at": DEADLINE,
        "overdue": True,
    },
}


def say(event: type[Event], **changes: Any) -> Event:
    """One event about the agreement."""
    return event(**{**AGREEMENT, **_MORE.get(event, {}), **changes})


def remind(whom: str, matter: str, **changes: Any) -> Event:
    """Somebody has been waited for."""
    return say(said.ReminderDue, remind=whom, matter=matter, **changes)


def whole_lives() -> list[Event]:
    """One of each event; of some, one for each branch."""
    by_graduate = {"by": "graduate", "reason": "继续深造"}
    return [
        say(said.InvitationAmended),
        say(said.InvitationWithdrawn),
        say(said.InvitationWithdrawn, detail=None),
        say(said.AgreementReturned),
        say(said.AgreementReturned, return_fields=[]),
        say(said.AgreementReturned, kind="offline", step="department"),
        say(said.AgreementRejected, kind="supplement"),
        say(said.AgreementRejected, agreement_type="two_party"),
        say(said.AgreementCorrected),
        say(said.CorrectionConfirmed),
        say(said.CorrectionRefused),
        say(said.OfflineAgreementSubmitted, kind="offline"),
        say(said.OfflineAgreementPrepared, kind="offline"),
        say(said.OfflineAgreementPrepared, kind="offline", employer_id=None),
        say(said.SealedCopySubmitted, kind="offline"),
        say(said.SealedCopySubmitted, kind="offline", by="graduate", review_step="school"),
        say(said.SealedCopyRefused, kind="offline"),
        say(said.SupplementSubmitted, kind="supplement"),
        say(said.SupplementWithdrawn, kind="supplement"),
        say(said.ApplicationDiscarded, kind="offline"),
        say(said.RescissionRequested),
        say(said.RescissionRequested, **by_graduate),
        say(said.RescissionRequested, **by_graduate, kind="offline", review_step="school"),
        say(said.RescissionWithdrawn),
        say(said.RescissionWithdrawn, by="graduate"),
        say(said.RescissionAgreed),
        say(said.RescissionAgreed, by="graduate", review_step="school"),
        say(said.RescissionDeclined),
        say(said.RescissionDeclined, by="graduate", detail=None),
        say(said.RescissionPassedByDepartment),
        say(said.RescissionReturned, kind="offline"),
        say(said.RescissionRejected),
        say(said.RescissionRejected, kind="supplement"),
        say(said.AgreementRescinded),
        say(said.AgreementRescinded, form="forced"),
        say(said.AgreementRescinded, form="offline", kind="offline", ruling="unilateral"),
        *_endings(),
        *_reminders(),
    ]


def _endings() -> list[Event]:
    return [
        say(said.AgreementVoided),
        say(said.AgreementVoided, reason="异议成立"),
        say(said.AgreementInvalidated),
        say(said.AgreementInvalidated, was_signed=False),
        say(said.AgreementAmended),
        say(said.AgreementDisputed),
        say(said.DisputeDismissed),
        say(said.AgreementMovedDepartment),
        say(said.AgreementMovedDepartment, matter="rescission_review"),
    ]


def _reminders() -> list[Event]:
    two_party = {"agreement_type": "two_party", "kind": "online"}
    of_graduates = ("invitation", "confirmation", "upload", "edit", "rescission")
    return [
        *(remind("graduate", matter, overdue=False) for matter in of_graduates),
        *(remind("employer", matter, overdue=False) for matter in ("correction", "upload", "rescission")),
        remind("employer", "rescission", number=3),
        *(remind("department", matter) for matter in ("review", "rescission_review")),
        *(remind("school", matter, **two_party) for matter in ("review", "rescission_review")),
        remind("school", "dispute"),
        remind("graduate", "rescission", number=3),
        remind("graduate", "upload", overdue=False, employer_id=None),
    ]
