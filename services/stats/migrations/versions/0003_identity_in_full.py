"""Who has left the roster is not counted."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # Whoever was counted until now was on the roster. A constant default is not written to the rows.
    op.add_column("graduates", sa.Column("on_roster", sa.Boolean, nullable=False, server_default=sa.true()))
    op.alter_column("graduates", "on_roster", server_default=None)


def downgrade() -> None:
    op.drop_column("graduates", "on_roster")
