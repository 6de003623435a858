"""Requests to end an agreement, and how each went."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"

MOMENT = sa.DateTime(timezone=True)
RULES = {
    "form": "form IN ('online', 'offline', 'forced')",
    "by": "by IN ('employer', 'graduate') AND (form = 'online' OR by = 'graduate')",
    "proof": "form <> 'offline' OR jsonb_array_length(file_ids) > 0",
    "review_mode": "review_mode IN ('school_only', 'department_then_school')",
    "outcome": "outcome IN ('withdrawn', 'declined', 'rejected', 'rescinded')",
    "decided": "(outcome IS NULL) = (decided_at IS NULL)",
    "ruling": (
        "(ruling IS NOT NULL) = (form = 'offline' AND outcome IS NOT DISTINCT FROM 'rescinded')"
        " AND ruling IN ('mutual', 'unilateral')"
    ),
    "rejected": (
        "CASE WHEN outcome IS NOT DISTINCT FROM 'rejected'"
        " THEN reject_step IS NOT NULL AND reject_reason IS NOT NULL AND reject_detail IS NOT NULL"
        " ELSE reject_step IS NULL AND reject_reason IS NULL AND reject_detail IS NULL END"
    ),
    "forced": "(form = 'forced') = (force_detail IS NOT NULL AND jsonb_array_length(force_file_ids) > 0)",
}


def upgrade() -> None:
    op.create_table(
        "rescissions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("agreement_id", sa.Uuid, sa.ForeignKey("agreements.id"), nullable=False),
        sa.Column("graduate_id", sa.Uuid, nullable=False),
        sa.Column("cohort", sa.SmallInteger, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("applicant_id", sa.Uuid, nullable=False),
        sa.Column("applicant_name", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("detail", sa.Text),
        sa.Column("file_ids", JSONB, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.Column("answer_detail", sa.Text),
        sa.Column("review_mode", sa.Text),
        sa.Column("return_detail", sa.Text),
        sa.Column("ruling", sa.Text),
        sa.Column("reject_step", sa.Text),
        sa.Column("reject_reason", sa.Text),
        sa.Column("reject_detail", sa.Text),
        sa.Column("force_detail", sa.Text),
        sa.Column("force_file_ids", JSONB, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("outcome", sa.Text),
        sa.Column("decided_at", MOMENT),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_rescissions_{name}")) for name, rule in RULES.items()),
    )
    _indexes()


def _indexes() -> None:
    op.create_index(
        "uq_rescissions_one_open_per_agreement",
        "rescissions",
        ["agreement_id"],
        unique=True,
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index("ix_rescissions_agreement_id_id", "rescissions", ["agreement_id", "id"])
    op.create_index(
        "ix_rescissions_counted",
        "rescissions",
        ["graduate_id", "cohort"],
        postgresql_where=sa.text("by = 'graduate' AND outcome IS DISTINCT FROM 'withdrawn'"),
    )


def downgrade() -> None:
    op.drop_table("rescissions")
