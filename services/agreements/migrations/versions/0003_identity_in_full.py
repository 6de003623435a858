"""Read copies follow suspensions, removals and warning employers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _add_flag("employers", "may_sign")
    _add_flag("graduates", "on_roster")
    op.create_table(
        "warning_employers",
        sa.Column("employer_key", sa.Text, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("national", sa.Boolean, nullable=False),
        sa.Column("marks", JSONB, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("warning_employers")
    op.drop_column("graduates", "on_roster")
    op.drop_column("employers", "may_sign")


def _add_flag(table: str, column: str) -> None:
    # Whoever was known until now was in good standing. A constant default is not written to the rows.
    op.add_column(table, sa.Column(column, sa.Boolean, nullable=False, server_default=sa.true()))
    op.alter_column(table, column, server_default=None)
