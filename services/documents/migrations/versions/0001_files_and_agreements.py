"""Uploads with their grants, agreements that were issued."""

import sqlalchemy as sa
from alembic import op

from common.migrations import create_shared_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_shared_tables(op)
    _files()
    _agreements()


def downgrade() -> None:
    raise NotImplementedError("a database of this service is never taken back to nothing")


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("original_until", MOMENT),
        sa.Column("uploaded_by", sa.Text, nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sa.CheckConstraint("owner ~ '^(employer|graduate|school):.'", name=op.f("ck_files_owner_known")),
        sa.CheckConstraint("size > 0", name=op.f("ck_files_not_empty")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_files_sha256_in_hexadecimal")),
    )
    op.create_index(
        "ix_files_original_until",
        "files",
        ["original_until"],
        postgresql_where=sa.text("original_until IS NOT NULL"),
    )
    op.create_table(
        "file_grants",
        sa.Column("file_id", sa.Uuid, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("file_id", "audience", name="pk_file_grants"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_file_grants_file_id", ondelete="CASCADE"),
    )


def _agreements() -> None:
    op.create_table(
        "issuances",
        sa.Column("agreement_id", sa.Uuid, nullable=False),
        sa.Column("document_id", sa.Uuid, nullable=False),
        sa.Column("check_code", sa.Text, nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", name="pk_issuances"),
        sa.UniqueConstraint("document_id", name="uq_issuances_document_id"),
        sa.UniqueConstraint("check_code", name="uq_issuances_check_code"),
    )
    op.create_table(
        "agreement_documents",
        sa.Column("agreement_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("graduate_id", sa.Uuid, nullable=False),
        sa.Column("school_code", sa.Text, nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("employer_name_masked", sa.Text, nullable=False),
        sa.Column("graduate_name_masked", sa.Text, nullable=False),
        sa.Column("school_name", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("object_key", sa.Text, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("spelled_out", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", name="pk_agreement_documents"),
        sa.UniqueConstraint("number", name="uq_agreement_documents_number"),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["issuances.agreement_id"], name="fk_agreement_documents_agreement_id"
        ),
        sa.CheckConstraint(
            "status IN ('valid', 'rescinded', 'void', 'invalid')", name=op.f("ck_agreement_documents_status_known")
        ),
        sa.CheckConstraint("size > 0 AND pages > 0", name=op.f("ck_agreement_documents_not_empty")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_agreement_documents_sha256_in_hexadecimal")),
    )
