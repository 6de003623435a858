"""The last known keys of identity, for processes that start while identity is away."""

from alembic import op

from common.migrations import create_known_keys

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_known_keys(op)


def downgrade() -> None:
    op.drop_table("known_keys")
