"""Favourites that became 失效."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

MOMENT = sa.DateTime(timezone=True)
VALID = sa.text("invalid_at IS NULL")
INVALID = (
    "(invalid_at IS NULL) = (invalid_reason IS NULL)"
    " AND invalid_reason IN ('identity_corrected', 'left_roster', 'may_not_sign', 'training_mode')"
)


def upgrade() -> None:
    op.add_column("favourites", sa.Column("invalid_at", MOMENT))
    op.add_column("favourites", sa.Column("invalid_reason", sa.Text))
    op.create_check_constraint(op.f("ck_favourites_invalid"), "favourites", sa.text(INVALID))
    op.create_index(
        "uq_favourites_one_valid", "favourites", ["employer_id", "graduate_id"], unique=True, postgresql_where=VALID
    )
    op.create_index("ix_favourites_graduate_id", "favourites", ["graduate_id"], postgresql_where=VALID)
    op.drop_constraint(op.f("uq_favourites_employer_id_graduate_id"), "favourites")


def downgrade() -> None:
    """Favourites that are 失效 go: the release before would show them as if they could be invited."""
    op.execute("DELETE FROM favourites WHERE invalid_at IS NOT NULL")
    op.create_unique_constraint(
        op.f("uq_favourites_employer_id_graduate_id"), "favourites", ["employer_id", "graduate_id"]
    )
    op.drop_index("ix_favourites_graduate_id", "favourites")
    op.drop_index("uq_favourites_one_valid", "favourites")
    op.drop_constraint(op.f("ck_favourites_invalid"), "favourites")
    op.drop_column("favourites", "invalid_reason")
    op.drop_column("favourites", "invalid_at")
