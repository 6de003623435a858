"""Favourites that became 失效, rehearsed imports, and where an edit came from."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

MOMENT = sa.DateTime(timezone=True)
TABLE, HELD = "favourites", ["employer_id", "graduate_id"]
VALID = sa.text("invalid_at IS NULL")
INVALID = (
    "(invalid_at IS NULL) = (invalid_reason IS NULL)"
    " AND invalid_reason IN ('identity_corrected', 'left_roster', 'may_not_sign', 'training_mode')"
)


def upgrade() -> None:
    """The tables are held for a moment only. What takes long is done outside a transaction, and all of it can be done
    again after it was cut off.

    Stop the processes of the older release first: they add favourites ON CONFLICT of the unique constraint that goes
    here, and every addition of theirs would fail from then on.
    """
    op.add_column(TABLE, sa.Column("invalid_at", MOMENT), if_not_exists=True)
    op.add_column(TABLE, sa.Column("invalid_reason", sa.Text), if_not_exists=True)
    op.execute("ALTER TABLE favourites DROP CONSTRAINT IF EXISTS ck_favourites_invalid")
    op.execute(f"ALTER TABLE favourites ADD CONSTRAINT ck_favourites_invalid CHECK ({INVALID}) NOT VALID")
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE favourites VALIDATE CONSTRAINT ck_favourites_invalid")
        _index("uq_favourites_one_valid", HELD, unique=True)
        _index("ix_favourites_graduate_id", ["graduate_id"])
    op.drop_constraint(op.f("uq_favourites_employer_id_graduate_id"), TABLE)
    _imports()
    op.add_column("edits", sa.Column("source", sa.Text))


def _index(name: str, columns: list[str], *, unique: bool = False) -> None:
    # One that was cut off is there and holds nothing.
    op.drop_index(name, TABLE, if_exists=True, postgresql_concurrently=True)
    op.create_index(name, TABLE, columns, unique=unique, postgresql_where=VALID, postgresql_concurrently=True)


def _imports() -> None:
    op.create_table(
        "favourite_imports",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("made_by", sa.Uuid, nullable=False),
        sa.Column("cohort", sa.SmallInteger),
        sa.Column("workbook_sealed", sa.Text, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_index("ix_favourite_imports_expires_at", "favourite_imports", ["expires_at"])
    op.create_table(
        "import_counts",
        sa.Column("employer_id", sa.Uuid, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("looked_up", sa.Integer, nullable=False),
        sa.Column("not_found", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Favourites that are 失效 go: the release before would show them as if they could be invited."""
    op.drop_column("edits", "source")
    op.drop_table("import_counts")
    op.drop_table("favourite_imports")
    op.execute("DELETE FROM favourites WHERE invalid_at IS NOT NULL")
    op.create_unique_constraint(
        op.f("uq_favourites_employer_id_graduate_id"), "favourites", ["employer_id", "graduate_id"]
    )
    op.drop_index("ix_favourites_graduate_id", "favourites")
    op.drop_index("uq_favourites_one_valid", "favourites")
    op.drop_constraint(op.f("ck_favourites_invalid"), "favourites")
    op.drop_column("favourites", "invalid_reason")
    op.drop_column("favourites", "invalid_at")
