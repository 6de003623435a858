"""Agreements can go back to the graduate and can be rescinded; whoever rescinded is 待就业."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STANDINGS = "'invited', 'in_review', 'signed', 'ended'"
SOURCES = "'agreement', 'destination', 'none'"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _allow("agreement_copies", "standing", f"{STANDINGS}, 'with_graduate', 'rescinded'")
    _allow("outcomes", "source", f"{SOURCES}, 'rescission'")


def downgrade() -> None:
    op.execute("UPDATE agreement_copies SET standing = 'ended' WHERE standing IN ('with_graduate', 'rescinded')")
    op.execute("UPDATE outcomes SET source = 'none', outcome_code = NULL WHERE source = 'rescission'")
    _allow("agreement_copies", "standing", STANDINGS)
    _allow("outcomes", "source", SOURCES)


def _allow(table: str, column: str, values: str) -> None:
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table)
    op.create_check_constraint(name, table, sa.text(f"{column} IN ({values})"))
