"""Employers are found by their names too, however they are typed."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

NAME_KEY = r"regexp_replace(translate(name, '（）　＆．－', '() &.-'), '\s+', '', 'g')"


def upgrade() -> None:
    op.add_column("employers", sa.Column("name_key", sa.Text, sa.Computed(NAME_KEY, persisted=True), nullable=False))
    op.create_index("ix_employers_name_key", "employers", ["name_key"])


def downgrade() -> None:
    op.drop_index("ix_employers_name_key", "employers")
    op.drop_column("employers", "name_key")
