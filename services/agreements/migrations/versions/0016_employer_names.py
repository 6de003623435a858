"""Employers are found by their names too, however they are typed."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

NAME_KEY = r"regexp_replace(translate(name, '（）　＆．－', '() &.-'), '\s+', '', 'g')"


def upgrade() -> None:
    """Signing goes on: every acceptance reads the table, so it gets no column that would have to be written first."""
    with op.get_context().autocommit_block():
        # One that was cut off is there and holds nothing.
        op.drop_index("ix_employers_name_key", "employers", if_exists=True, postgresql_concurrently=True)
        op.create_index("ix_employers_name_key", "employers", [sa.text(NAME_KEY)], postgresql_concurrently=True)


def downgrade() -> None:
    op.drop_index("ix_employers_name_key", "employers")
