"""Indexes for the caps of remittances, for their deadline, for the centre's searches, and of 院系."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_remittances_employer", "remittances", ["employer_id", "ordered_at"])
    op.create_index(
        "ix_remittances_answer_by",
        "remittances",
        ["answer_by"],
        postgresql_where=sa.text("status = 'paid' AND answer_by IS NOT NULL"),
    )
    op.create_index("ix_verifications_uscc", "verifications", [sa.text("(particulars ->> 'uscc')"), "id"])
    op.create_index("ix_employers_status_id", "employers", ["status", "id"])
    op.create_index(
        "ix_graduates_school_code_department",
        "graduates",
        ["school_code", "department"],
        postgresql_where=sa.text("removed_because IS NULL"),
    )
    op.create_index("ix_employer_corrections_uscc", "employer_corrections", ["uscc", "id"])


def downgrade() -> None:
    op.drop_index("ix_employer_corrections_uscc", "employer_corrections")
    op.drop_index("ix_graduates_school_code_department", "graduates")
    op.drop_index("ix_employers_status_id", "employers")
    op.drop_index("ix_verifications_uscc", "verifications")
    op.drop_index("ix_remittances_answer_by", "remittances")
    op.drop_index("ix_remittances_employer", "remittances")
