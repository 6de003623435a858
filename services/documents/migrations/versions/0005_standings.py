"""Whether agreements stand, as agreements says it: by news that may come before the document, late or in disorder."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KNOWN_BEFORE = "status IN ('valid', 'rescinded', 'void', 'invalid')"
KNOWN = "status IN ('discarded', 'invalid', 'prepared', 'rescinded', 'valid', 'void')"

NEAREST = """
UPDATE agreement_documents
SET status = CASE s.status WHEN 'prepared' THEN 'valid' WHEN 'discarded' THEN 'void' ELSE s.status END
FROM agreement_standings s WHERE s.agreement_id = agreement_documents.agreement_id
"""


def upgrade() -> None:
    op.create_table(
        "agreement_standings",
        sa.Column("agreement_id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.CheckConstraint(KNOWN, name=op.f("ck_agreement_standings_status_known")),
    )
    op.create_table(
        "agreement_disputes",
        sa.Column("agreement_id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
    )
    op.execute(
        "INSERT INTO agreement_standings SELECT agreement_id, 0, coalesce(status, 'valid')"
        " FROM issuances LEFT JOIN agreement_documents USING (agreement_id)"
    )
    op.drop_constraint(op.f("ck_agreement_documents_status_known"), "agreement_documents")
    op.drop_column("agreement_documents", "status")


def downgrade() -> None:
    """What can only be said since then is said as the nearest of before."""
    op.add_column("agreement_documents", sa.Column("status", sa.Text, nullable=False, server_default="valid"))
    op.execute(NEAREST)
    op.alter_column("agreement_documents", "status", server_default=None)
    op.create_check_constraint(
        op.f("ck_agreement_documents_status_known"), "agreement_documents", sa.text(KNOWN_BEFORE)
    )
    op.drop_table("agreement_disputes")
    op.drop_table("agreement_standings")
