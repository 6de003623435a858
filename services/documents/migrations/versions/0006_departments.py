"""Whose department reads an agreement's sheet and files: it follows the roster, as agreements says."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KNOWN = "SELECT agreement_id, school_code, department FROM"


def upgrade() -> None:
    op.create_table(
        "agreement_departments",
        sa.Column("agreement_id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("school_code", sa.Text, nullable=False),
        sa.Column("department", sa.Text, nullable=False),
    )
    op.create_table(
        "agreement_files",
        sa.Column("file_id", sa.Uuid, sa.ForeignKey("files.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("agreement_id", sa.Uuid, primary_key=True),
    )
    op.execute(
        "INSERT INTO agreement_departments (agreement_id, sequence, school_code, department)"
        f" SELECT agreement_id, 0, school_code, department FROM ({KNOWN} agreement_documents"
        f" UNION {KNOWN} issue_orders) AS known"
    )
    for table in ("agreement_documents", "issue_orders"):
        op.drop_column(table, "department")


def downgrade() -> None:
    """Whoever was let in since then is the department that reads it now."""
    for table in ("agreement_documents", "issue_orders"):
        op.add_column(table, sa.Column("department", sa.Text, nullable=False, server_default=""))
        op.execute(
            f"UPDATE {table} SET department = d.department FROM agreement_departments d"
            f" WHERE d.agreement_id = {table}.agreement_id"
        )
        op.alter_column(table, "department", server_default=None)
    op.execute(
        "INSERT INTO file_grants (file_id, audience, granted_at)"
        " SELECT f.file_id, 'department:' || d.school_code || ':' || d.department, now()"
        " FROM agreement_files f JOIN agreement_departments d USING (agreement_id) ON CONFLICT DO NOTHING"
    )
    op.drop_table("agreement_files")
    op.drop_table("agreement_departments")
