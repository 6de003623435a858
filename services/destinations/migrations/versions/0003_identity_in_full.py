"""Read copies follow removals from the roster and the names of schools."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # Whoever was known until now was on the roster. A constant default is not written to the rows.
    op.add_column("roster_copies", sa.Column("on_roster", sa.Boolean, nullable=False, server_default=sa.true()))
    op.alter_column("roster_copies", "on_roster", server_default=None)
    op.create_table(
        "school_copies",
        sa.Column("school_code", sa.Text, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("school_copies")
    op.drop_column("roster_copies", "on_roster")
