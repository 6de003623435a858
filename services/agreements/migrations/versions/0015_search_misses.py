"""ID numbers that fitted nobody are counted for a name and a school; imports are counted by files too."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Stop the processes of the older release first: they count imports without `files`, which has no default, so every
    import of theirs would fail."""
    op.create_table(
        "search_misses",
        sa.Column("employer_id", sa.Uuid, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("known_as", sa.Text, primary_key=True),
        sa.Column("number", sa.Text, primary_key=True),
    )
    op.create_index("ix_search_misses_day", "search_misses", ["day"])
    # Counts of a day: nothing is lost when they begin anew.
    op.execute("DELETE FROM import_counts")
    op.add_column("import_counts", sa.Column("files", sa.Integer, nullable=False))


def downgrade() -> None:
    op.drop_column("import_counts", "files")
    op.drop_index("ix_search_misses_day", "search_misses")
    op.drop_table("search_misses")
