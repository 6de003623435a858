"""PDFs that are still to be issued."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issue_orders",
        sa.Column("agreement_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("graduate_id", sa.Uuid, nullable=False),
        sa.Column("school_code", sa.Text, nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("cohort", sa.SmallInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.Text),
        sa.Column("correlation_id", sa.Text),
        sa.Column("causation_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", name="pk_issue_orders"),
        sa.ForeignKeyConstraint(["agreement_id"], ["issuances.agreement_id"], name="fk_issue_orders_agreement_id"),
    )
    op.create_index("ix_issue_orders_next_attempt_at", "issue_orders", ["next_attempt_at"])


def downgrade() -> None:
    op.drop_table("issue_orders")
