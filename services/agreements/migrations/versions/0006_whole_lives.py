"""One table for all kinds of agreements and every status of their lives; waits, endings, files."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True)
RULES = {
    "kind": "kind IN ('online', 'offline', 'supplement')",
    "status": (
        "status IN ('awaiting_graduate', 'confirming', 'copy_in_review', 'copy_refused', 'correction', "
        "'declined', 'discarded', 'expired', 'in_review', 'invalidated', 'rejected', 'rescinded', "
        "'rescission_awaiting_employer', 'rescission_awaiting_graduate', "
        "'rescission_declined_by_employer', 'rescission_declined_by_graduate', 'rescission_in_review', "
        "'rescission_rejected', 'rescission_requested', 'rescission_returned', 'sheet_in_review', "
        "'sheet_passed', 'sheet_rejected', 'sheet_returned', 'signed', 'supplement_draft', "
        "'supplement_in_review', 'supplement_rejected', 'supplement_returned', 'voided', 'withdrawn')"
    ),
    "review_step": (
        "(status IN ('copy_in_review', 'in_review', 'rescission_in_review', 'rescission_requested', "
        "'sheet_in_review', 'supplement_in_review')) = (review_step IS NOT NULL) AND review_step IN "
        "('department', 'school')"
    ),
    "deadline": (
        "CASE WHEN kind = 'online' THEN employer_id IS NOT NULL AND deadline IS NOT NULL AND valid_days "
        "IS NOT NULL AND deadline > invited_at AND valid_days BETWEEN 1 AND 30 ELSE deadline IS NULL AND "
        "valid_days IS NULL END"
    ),
    "accepted": (
        "status IN ('awaiting_graduate', 'declined', 'expired', 'withdrawn', 'invalidated') OR "
        "(accepted_at IS NOT NULL AND review_mode IS NOT NULL AND agreement_type IS NOT NULL AND employer "
        "IS NOT NULL AND graduate_version IS NOT NULL AND terms_sha256 IS NOT NULL)"
    ),
    "numbered": (
        "status NOT IN ('copy_in_review', 'copy_refused', 'rescinded', 'rescission_awaiting_employer', "
        "'rescission_awaiting_graduate', 'rescission_declined_by_employer', "
        "'rescission_declined_by_graduate', 'rescission_in_review', 'rescission_rejected', "
        "'rescission_requested', 'rescission_returned', 'sheet_passed', 'signed') OR (number IS NOT NULL "
        "AND school IS NOT NULL)"
    ),
    "signed": (
        "CASE WHEN status IN ('rescinded', 'rescission_awaiting_employer', "
        "'rescission_awaiting_graduate', 'rescission_declined_by_employer', "
        "'rescission_declined_by_graduate', 'rescission_in_review', 'rescission_rejected', "
        "'rescission_requested', 'rescission_returned', 'signed') THEN signed_at IS NOT NULL WHEN status "
        "IN ('voided', 'invalidated') THEN true ELSE signed_at IS NULL END"
    ),
    "rejected": (
        "CASE WHEN status IN ('rejected', 'sheet_rejected', 'supplement_rejected') THEN reject_step IS "
        "NOT NULL AND reject_reason IS NOT NULL AND reject_detail IS NOT NULL WHEN status IN "
        "('copy_refused', 'discarded', 'voided', 'invalidated') THEN true ELSE reject_step IS NULL AND "
        "reject_reason IS NULL AND reject_detail IS NULL END"
    ),
}
LIVE = (
    "status IN ('confirming', 'copy_in_review', 'copy_refused', 'correction', 'in_review', "
    "'rescission_awaiting_employer', 'rescission_awaiting_graduate', "
    "'rescission_declined_by_employer', 'rescission_declined_by_graduate', 'rescission_in_review', "
    "'rescission_rejected', 'rescission_requested', 'rescission_returned', 'sheet_in_review', "
    "'sheet_passed', 'signed', 'supplement_in_review')"
)


BATCH = 5000
REVIEW_DUE = (
    "((date_trunc('day', updated_at AT TIME ZONE 'Asia/Shanghai') + make_interval(days =>"
    " CASE extract(isodow FROM updated_at AT TIME ZONE 'Asia/Shanghai') WHEN 6 THEN 7 WHEN 7 THEN 6 ELSE 8 END))"
    " AT TIME ZONE 'Asia/Shanghai')"
)
"""Midnight after five whole working days."""
BEFORE_DEADLINE = "deadline - interval '1 day'"
FILL = sa.text(
    "UPDATE agreements SET reviewing_department = coalesce((SELECT graduates.department FROM graduates"
    " WHERE graduates.graduate_id = agreements.graduate_id), department), waiting_since = updated_at,"
    f" due_at = CASE status WHEN 'awaiting_graduate' THEN deadline WHEN 'in_review' THEN {REVIEW_DUE} END,"
    f" next_reminder_at = CASE WHEN status = 'in_review' THEN {REVIEW_DUE}"
    f" WHEN status = 'awaiting_graduate' AND {BEFORE_DEADLINE} > now() THEN {BEFORE_DEADLINE} END"
    " WHERE id IN (SELECT id FROM agreements WHERE id > :after AND reviewing_department = '' ORDER BY id LIMIT :batch)"
    " RETURNING id"
).bindparams(sa.bindparam("after", type_=sa.Uuid), batch=BATCH)


def upgrade() -> None:
    """Nothing holds the table for longer than a moment. What takes long is done outside a transaction, and all of it
    can be done again after it was cut off.

    Stop the processes of the older release first: they send invitations without `reviewing_department`, which has no
    default any more once this is done, so every invitation of theirs would fail.
    """
    op.execute("SET LOCAL lock_timeout = '5s'")
    _columns()
    _rules()
    with op.get_context().autocommit_block():
        _fill()
        for name in RULES:
            op.execute(f"ALTER TABLE agreements VALIDATE CONSTRAINT ck_agreements_{name}")
        _indexes()
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.alter_column("agreements", "reviewing_department", server_default=None)
    _fill()  # of what the release before has begun meanwhile


def _columns() -> None:
    for name in ("employer_id", "valid_days", "deadline"):
        op.alter_column("agreements", name, nullable=True)
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("reviewing_department", sa.Text, nullable=False, server_default=""),
        sa.Column("waiting_since", MOMENT, nullable=False, server_default=sa.text("now()")),
        sa.Column("due_at", MOMENT),
        sa.Column("next_reminder_at", MOMENT),
        sa.Column("reminders_sent", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("frozen_at", MOMENT),
        sa.Column("changed_on_roster", JSONB(none_as_null=True)),
        sa.Column("file_ids", JSONB, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("return_fields", JSONB(none_as_null=True)),
        sa.Column("return_detail", sa.Text),
        sa.Column("end_reason", sa.Text),
        sa.Column("end_detail", sa.Text),
        sa.Column("rescission_id", sa.Uuid),
    )
    for column in columns:
        op.add_column("agreements", column, if_not_exists=True)


def _fill() -> None:
    """Who reviews what there is, as the roster says now; what runs is waited for, and reminded of, from here on."""
    connection = op.get_bind()
    after = UUID(int=0)
    while written := connection.execute(FILL, {"after": after}).scalars().all():
        after = max(written)


def _rules() -> None:
    """New rows are held to them at once, the others are looked at later."""
    for name, rule in RULES.items():
        op.execute(f"ALTER TABLE agreements DROP CONSTRAINT IF EXISTS ck_agreements_{name}")
        op.execute(f"ALTER TABLE agreements ADD CONSTRAINT ck_agreements_{name} CHECK ({rule}) NOT VALID")


def _indexes() -> None:
    """The old index on what is live holds until the new one does."""
    op.execute("DROP INDEX CONCURRENTLY IF EXISTS uq_agreements_one_live_now")
    op.execute(f"CREATE UNIQUE INDEX CONCURRENTLY uq_agreements_one_live_now ON agreements (graduate_id) WHERE {LIVE}")
    op.execute("DROP INDEX CONCURRENTLY IF EXISTS uq_agreements_one_live_per_graduate")
    op.execute("ALTER INDEX uq_agreements_one_live_now RENAME TO uq_agreements_one_live_per_graduate")
    op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_agreements_next_reminder_at")
    op.execute(
        "CREATE INDEX CONCURRENTLY ix_agreements_next_reminder_at ON agreements (next_reminder_at)"
        " WHERE next_reminder_at IS NOT NULL"
    )


NEW_COLUMNS = (
    "reviewing_department",
    "waiting_since",
    "due_at",
    "next_reminder_at",
    "reminders_sent",
    "frozen_at",
    "changed_on_roster",
    "file_ids",
    "return_fields",
    "return_detail",
    "end_reason",
    "end_detail",
    "rescission_id",
)
RULES_BEFORE = {
    "kind": "kind IN ('online')",
    "status": "status IN ('awaiting_graduate', 'in_review', 'signed', 'declined', 'expired', 'rejected')",
    "review_step": "(status = 'in_review') = (review_step IS NOT NULL) AND review_step IN ('department', 'school')",
    "deadline": "deadline > invited_at AND valid_days BETWEEN 1 AND 30",
    "accepted": (
        "status IN ('awaiting_graduate', 'declined', 'expired') OR (accepted_at IS NOT NULL AND review_mode IS NOT NULL"
        " AND agreement_type IS NOT NULL AND employer IS NOT NULL AND graduate_version IS NOT NULL"
        " AND terms_sha256 IS NOT NULL)"
    ),
    "signed": "(status = 'signed') = (number IS NOT NULL AND signed_at IS NOT NULL AND school IS NOT NULL)",
    "rejected": (
        "(status = 'rejected') = (reject_step IS NOT NULL AND reject_reason IS NOT NULL AND reject_detail IS NOT NULL)"
    ),
}


def downgrade() -> None:
    """Only while no agreement is of a kind or in a status that did not exist before."""
    op.drop_index("ix_agreements_next_reminder_at", "agreements")
    op.drop_index("uq_agreements_one_live_per_graduate", "agreements")
    op.create_index(
        "uq_agreements_one_live_per_graduate",
        "agreements",
        ["graduate_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('in_review', 'signed')"),
    )
    for name in RULES:
        op.drop_constraint(op.f(f"ck_agreements_{name}"), "agreements")
    for name, rule in RULES_BEFORE.items():
        op.create_check_constraint(op.f(f"ck_agreements_{name}"), "agreements", sa.text(rule))
    for column in NEW_COLUMNS:
        op.drop_column("agreements", column)
    for column in ("employer_id", "valid_days", "deadline"):
        op.alter_column("agreements", column, nullable=False)
