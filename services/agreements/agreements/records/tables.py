"""Agreements and their history, with the constraints and indexes that defend the rules."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base
from agreements.records.states import IN_REVIEWS, LIVE, STANDING, Status

ONE_LIVE_AGREEMENT = "uq_agreements_one_live_per_graduate"
UPDATED_UTC = "(updated_at AT TIME ZONE 'UTC')"
"""For what has changed since a moment. Of the column itself, an index would draw lists away from theirs."""
ONE_OPEN_INVITATION = "uq_agreements_one_open_invitation"


def _sql(statuses: Iterable[Status]) -> str:
    return ", ".join(f"'{status}'" for status in sorted(statuses))


IS_LIVE = text(f"status IN ({_sql(LIVE)})")
IS_OPEN = text("status = 'awaiting_graduate'")
IS_REMINDED = text("next_reminder_at IS NOT NULL")
IS_WAITING = text("due_at IS NOT NULL")
WAITS_FOR_REVIEWER = "(CASE WHEN frozen_at IS NULL THEN review_step ELSE 'school' END)"
"""Which reviewer is waited for; a disputed agreement rests at every step and waits for the school."""
IS_REVIEWED = text(f"{WAITS_FOR_REVIEWER} IS NOT NULL")
"""Written out, in queries as in the indexes: a bound value would keep the planner from using a partial index."""

UNANSWERED = ("awaiting_graduate", "declined", "expired", "withdrawn", "invalidated")
NUMBERED = ("sheet_passed", "copy_in_review", "copy_refused", "rescinded", *STANDING)
REJECTED = ("rejected", "sheet_rejected", "supplement_rejected")
RULES = {
    "kind": "kind IN ('online', 'offline', 'supplement')",
    "status": f"status IN ({_sql(Status)})",
    "review_step": (
        f"(status IN ({_sql(IN_REVIEWS)})) = (review_step IS NOT NULL) AND review_step IN ('department', 'school')"
    ),
    "deadline": (
        "CASE WHEN kind = 'online' THEN employer_id IS NOT NULL AND deadline IS NOT NULL AND valid_days IS NOT NULL"
        " AND deadline > invited_at AND valid_days BETWEEN 1 AND 30 ELSE deadline IS NULL AND valid_days IS NULL END"
    ),
    "accepted": (
        f"status IN ({', '.join(repr(status) for status in UNANSWERED)}) OR (accepted_at IS NOT NULL"
        " AND review_mode IS NOT NULL AND agreement_type IS NOT NULL AND employer IS NOT NULL"
        " AND graduate_version IS NOT NULL AND terms_sha256 IS NOT NULL)"
    ),
    "numbered": f"status NOT IN ({_sql(map(Status, NUMBERED))}) OR (number IS NOT NULL AND school IS NOT NULL)",
    "signed": (
        f"CASE WHEN status IN ({_sql((*STANDING, Status.RESCINDED))}) THEN signed_at IS NOT NULL"
        " WHEN status IN ('voided', 'invalidated') THEN true ELSE signed_at IS NULL END"
    ),
    "rejected": (
        f"CASE WHEN status IN ({_sql(map(Status, REJECTED))})"
        " THEN reject_step IS NOT NULL AND reject_reason IS NOT NULL AND reject_detail IS NOT NULL"
        " WHEN status IN ('copy_refused', 'discarded', 'voided', 'invalidated') THEN true"
        " ELSE reject_step IS NULL AND reject_reason IS NULL AND reject_detail IS NULL END"
    ),
}
"""What the database refuses, whoever writes."""


EMPLOYERS = ("cohort", "status")
SCHOOLS = ("cohort", "status", "reviewing_department", "level_code")
"""What lists are narrowed to most. It stands behind the order in each index: the index is read in the list's order and
what does not fit is passed over without looking at the row, so that no filter needs an index of its own."""
LIST_INDEXES = (
    # The latest first; the counts read nothing else.
    Index("ix_agreements_employer_latest", "employer_id", "id", *EMPLOYERS, postgresql_include=["due_at", "frozen_at"]),
    Index(
        "ix_agreements_school_latest",
        "school_code",
        "id",
        *SCHOOLS,
        postgresql_include=["review_step", "due_at", "frozen_at"],
    ),
    Index("ix_agreements_employer_updated", "employer_id", "updated_at", "id", *EMPLOYERS),
    Index("ix_agreements_school_updated", "school_code", "updated_at", "id", *SCHOOLS),
    # Overdue first: only what waits for somebody.
    Index("ix_agreements_employer_due", "employer_id", "due_at", "id", *EMPLOYERS, postgresql_where=IS_WAITING),
    Index("ix_agreements_school_due", "school_code", "due_at", "id", *SCHOOLS, postgresql_where=IS_WAITING),
    # A reviewer's own step, and the school's cases of “这不是我签的”.
    Index(
        "ix_agreements_review",
        "school_code",
        text(WAITS_FOR_REVIEWER),
        "id",
        *SCHOOLS,
        postgresql_where=IS_REVIEWED,
    ),
    # Few rows, which nobody should have to look for.
    Index("ix_agreements_frozen", "school_code", "id", postgresql_where=text("frozen_at IS NOT NULL")),
    Index(
        "ix_agreements_changed_on_roster", "school_code", "id", postgresql_where=text("changed_on_roster IS NOT NULL")
    ),
)


class Agreement(Base):
    """An invitation and the agreement that grows from it. `version` counts its changes and orders its events."""

    __tablename__ = "agreements"
    __table_args__ = (
        *(CheckConstraint(rule, name=name) for name, rule in RULES.items()),
        UniqueConstraint("number"),
        Index(ONE_LIVE_AGREEMENT, "graduate_id", unique=True, postgresql_where=IS_LIVE),
        Index(
            ONE_OPEN_INVITATION,
            "employer_id",
            "graduate_id",
            unique=True,
            postgresql_where=IS_OPEN,
        ),
        Index("ix_agreements_deadline", "deadline", postgresql_where=IS_OPEN),
        Index("ix_agreements_next_reminder_at", "next_reminder_at", postgresql_where=IS_REMINDED),
        Index("ix_agreements_graduate_id_id", "graduate_id", "id"),
        Index("ix_agreements_updated_at", text(UPDATED_UTC)),
        *LIST_INDEXES,
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    """UUIDv7: sorting by it is sorting by the time of the invitation."""
    version: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    cohort: Mapped[int] = mapped_column(SmallInteger)

    employer_id: Mapped[UUID | None] = mapped_column(Uuid)
    """None where the graduate has typed in an employer that is not on the platform."""
    employer_name: Mapped[str] = mapped_column(Text)
    graduate_id: Mapped[UUID] = mapped_column(Uuid)
    person_index: Mapped[str] = mapped_column(Text)
    """Of the ID number when the letter was sent: a correction of it ends the invitation's use."""
    graduate_name: Mapped[str] = mapped_column(Text)
    id_number_masked: Mapped[str] = mapped_column(Text)
    school_code: Mapped[str] = mapped_column(Text)
    school_name: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)
    """As it is printed."""
    reviewing_department: Mapped[str] = mapped_column(Text)
    """Whose users read and review it: where the roster has the graduate now, also when all else is frozen or ended."""
    level_code: Mapped[str] = mapped_column(Text)
    major_name: Mapped[str] = mapped_column(Text)

    job_title: Mapped[str] = mapped_column(Text)
    letter: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """The `Letter` as it was sent, with the phones sealed."""
    terms_version: Mapped[int] = mapped_column(Integer)
    """Which version of the letter this is; an acceptance names it."""
    valid_days: Mapped[int | None] = mapped_column(SmallInteger)
    deadline: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """应约截止时间, exclusive; computed when the letter was sent and never again. Offline and supplement have none."""

    invited_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    """邀约时间; of offline and supplement the time of the first submission (guides/003 §5.2)."""
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    # The wait that the present status is (`states.waiting`).
    waiting_since: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """From then on it is overdue; None where nobody is waited for."""
    next_reminder_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reminders_sent: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    """Of the present wait."""
    frozen_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """Since when a case of “这不是我签的” is open."""
    changed_on_roster: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    """What the roster has corrected since this was frozen, for the school's list."""
    file_ids: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'"))
    """Pictures of the sealed paper: offline's second round, supplement."""
    signed_on: Mapped[date | None] = mapped_column(Date)
    """The day on the paper of a supplement, as the graduate says."""

    # Frozen when the graduate accepts, or submits offline or supplement.
    accepted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    agreement_type: Mapped[str | None] = mapped_column(Text)
    employer: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """The employer's printed particulars, as codes."""
    graduate_version: Mapped[int | None] = mapped_column(Integer)
    terms_sha256: Mapped[str | None] = mapped_column(Text)
    review_mode: Mapped[str | None] = mapped_column(Text)

    review_step: Mapped[str | None] = mapped_column(Text)

    reject_step: Mapped[str | None] = mapped_column(Text)
    reject_reason: Mapped[str | None] = mapped_column(Text)
    reject_detail: Mapped[str | None] = mapped_column(Text)

    return_fields: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    """What the reviewer has marked when returning it for correction."""
    return_detail: Mapped[str | None] = mapped_column(Text)
    amended: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """The letter as the school has amended it, with the `terms_version` that it amends. Signed online, `letter` stays
    what was accepted and is printed; a corrected letter that the graduate confirms has another version."""
    end_reason: Mapped[str | None] = mapped_column(Text)
    """Why it was voided, invalidated or withdrawn: a code of `states.reasons`; None where a text says all."""
    end_detail: Mapped[str | None] = mapped_column(Text)
    rescission_id: Mapped[UUID | None] = mapped_column(Uuid)
    """The rescission that is asked for, or was asked for last."""

    # Frozen when the school passes.
    number: Mapped[str | None] = mapped_column(Text)
    signed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    school: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """The school's printed contact, with the phone sealed."""


class HistoryRow(Base):
    """One change of one agreement. Rows are only ever added: a trigger refuses anything else."""

    __tablename__ = "agreement_history"
    __table_args__ = (UniqueConstraint("agreement_id", "version"), Index("ix_agreement_history_at", "at"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    agreement_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("agreements.id"))
    version: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor_role: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[UUID | None] = mapped_column(Uuid)
    """None for the clock."""
    actor_name: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    from_status: Mapped[str | None] = mapped_column(Text)
    to_status: Mapped[str] = mapped_column(Text)
    at_step: Mapped[str | None] = mapped_column(Text)
    """The review step it was done at."""
    reason: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[str | None] = mapped_column(Text)
    previous_sha256: Mapped[str] = mapped_column(Text)
    """The hash of the link before it (`states.chain`)."""
    sha256: Mapped[str] = mapped_column(Text)
