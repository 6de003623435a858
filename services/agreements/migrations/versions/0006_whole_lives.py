"""One table for all kinds of agreements and every status of their lives; waits, endings, files."""

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


def upgrade() -> None:
    _columns()
    _waits_of_what_runs()
    _rules()
    _indexes()


def _columns() -> None:
    for column in ("employer_id", "valid_days", "deadline"):
        op.alter_column("agreements", column, nullable=True)
    for column in (
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
    ):
        op.add_column("agreements", column)


def _waits_of_what_runs() -> None:
    """Open invitations end at their deadline, reviews are due a week after they began."""
    op.execute(
        "UPDATE agreements SET waiting_since = updated_at, due_at = CASE status WHEN 'awaiting_graduate' THEN deadline"
        " WHEN 'in_review' THEN updated_at + interval '7 days' END"
    )


def _rules() -> None:
    for name, rule in RULES.items():
        if name != "numbered":
            op.drop_constraint(op.f(f"ck_agreements_{name}"), "agreements")
        op.create_check_constraint(op.f(f"ck_agreements_{name}"), "agreements", sa.text(rule))


def _indexes() -> None:
    op.drop_index("uq_agreements_one_live_per_graduate", "agreements")
    op.create_index(
        "uq_agreements_one_live_per_graduate",
        "agreements",
        ["graduate_id"],
        unique=True,
        postgresql_where=sa.text(LIVE),
    )
    op.create_index(
        "ix_agreements_next_reminder_at",
        "agreements",
        ["next_reminder_at"],
        postgresql_where=sa.text("next_reminder_at IS NOT NULL"),
    )


NEW_COLUMNS = (
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
