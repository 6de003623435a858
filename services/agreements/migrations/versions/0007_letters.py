"""Letters that were replaced: amended invitations, corrections."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "agreement_letters",
        sa.Column("agreement_id", sa.Uuid, sa.ForeignKey("agreements.id"), nullable=False),
        sa.Column("terms_version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("letter", JSONB, nullable=False),
        sa.Column("valid_days", sa.SmallInteger, nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("actor_role", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Uuid, nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", "terms_version"),
    )


def downgrade() -> None:
    """All letters that were replaced go, with what stood in them; of each agreement the last letter stays."""
    op.drop_table("agreement_letters")
