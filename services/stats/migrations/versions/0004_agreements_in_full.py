"""Every status of an agreement's whole life."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME = "ck_agreements_status"
UNTIL_NOW = "status IN ('awaiting_graduate', 'in_review', 'signed', 'declined', 'expired', 'rejected')"
STATUSES = (
    "status IN ('awaiting_graduate', 'in_review', 'correction', 'confirming', 'declined', 'expired', 'withdrawn', "
    "'rejected', 'sheet_in_review', 'sheet_returned', 'sheet_rejected', 'sheet_passed', 'copy_in_review', "
    "'copy_refused', 'supplement_in_review', 'supplement_draft', 'supplement_returned', 'supplement_rejected', "
    "'supplement_signed', 'discarded', 'signed', 'rescission_awaiting_graduate', 'rescission_awaiting_employer', "
    "'rescission_in_review', 'rescission_requested', 'rescission_returned', 'rescission_declined_by_graduate', "
    "'rescission_declined_by_employer', 'rescission_rejected', 'rescinded', 'voided', 'invalidated')"
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _replace(STATUSES)


def downgrade() -> None:
    """Refused by the database once there are agreements in the statuses that were not known before: they would have to
    be counted as something they are not."""
    _replace(UNTIL_NOW)


def _replace(rule: str) -> None:
    op.drop_constraint(op.f(NAME), "agreements")
    op.create_check_constraint(op.f(NAME), "agreements", sa.text(rule))
