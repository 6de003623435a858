"""Offline signing and supplement: what documents tells of uploads; employers are found by their USCC."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Signing goes on. The index comes first and outside a transaction: it can be built again after it was cut off."""
    with op.get_context().autocommit_block():
        op.drop_index("ix_employers_uscc", "employers", if_exists=True, postgresql_concurrently=True)
        op.create_index("ix_employers_uscc", "employers", ["uscc"], postgresql_concurrently=True)
    op.create_table(
        "known_files",
        sa.Column("file_id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
    )
    op.add_column("agreements", sa.Column("signed_on", sa.Date))


def downgrade() -> None:
    op.drop_index("ix_employers_uscc", "employers")
    op.drop_column("agreements", "signed_on")
    op.drop_table("known_files")
