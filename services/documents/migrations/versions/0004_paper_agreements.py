"""Agreements that are sealed on paper may be with an employer that is not on the platform."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("issue_orders", "agreement_documents")


def upgrade() -> None:
    for table in TABLES:
        op.alter_column(table, "employer_id", nullable=True)


def downgrade() -> None:
    """Documents of employers that are not on the platform have no place in the tables of before."""
    for table in TABLES:
        op.execute(sa.text(f"DELETE FROM {table} WHERE employer_id IS NULL"))
        op.alter_column(table, "employer_id", nullable=False)
