"""Replaced letters of paper agreements, which have no deadline."""

from alembic import op

revision = "0014"
down_revision = "0013"

COLUMNS = ("valid_days", "deadline")


def upgrade() -> None:
    for column in COLUMNS:
        op.alter_column("agreement_letters", column, nullable=True)


def downgrade() -> None:
    """All replaced letters of paper agreements go, with what stood in them: they have no deadline to go back with."""
    op.execute("DELETE FROM agreement_letters WHERE deadline IS NULL")
    for column in COLUMNS:
        op.alter_column("agreement_letters", column, nullable=False)
