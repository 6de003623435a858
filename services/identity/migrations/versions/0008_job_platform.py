"""Joint accounts with the national job platform."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Whoever comes from the job platform has no password here until they set one.
    op.alter_column("employer_users", "password_hash", nullable=True)
    op.create_table(
        "job_platform_logins",
        sa.Column("state_hash", sa.Text, primary_key=True),
        sa.Column("browser_hash", sa.Text, nullable=False),
        sa.Column("verifier_sealed", sa.Text, nullable=False),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("employer_users.id")),
        sa.Column("session_id", sa.Uuid),
        _moment("expires_at"),
    )
    op.create_index("ix_job_platform_logins_expires_at", "job_platform_logins", ["expires_at"])
    op.create_table(
        "job_platform_links",
        sa.Column("account_id", sa.Text, primary_key=True),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("employer_users.id"), nullable=False, unique=True),
        sa.Column("record_sealed", sa.Text, nullable=False),
        _moment("linked_at"),
        _moment("seen_at"),
    )
    op.create_table(
        "job_platform_employers",
        sa.Column("employer_id", sa.Uuid, sa.ForeignKey("employers.id"), primary_key=True),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("uscc", sa.Text, nullable=False),
        _moment("taken_at"),
    )


def downgrade() -> None:
    raise NotImplementedError("accounts without a password could not sign in any more")


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
