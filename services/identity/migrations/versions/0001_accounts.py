"""Keys, sessions, employer accounts, employers and their verification."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from common.migrations import create_shared_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_shared_tables(op)
    _keys_and_sessions()
    _employers()
    _employer_users()
    _verifications()
    _known_files()


def downgrade() -> None:
    raise NotImplementedError("a database of this service is never taken back to nothing")


def _moment(name: str, *, nullable: bool = False, **kwargs: object) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, **kwargs)


def _keys_and_sessions() -> None:
    op.create_table(
        "signing_keys",
        sa.Column("kid", sa.Text, primary_key=True),
        sa.Column("public", sa.Text, nullable=False),
        sa.Column("private_sealed", sa.Text, nullable=False),
        _moment("signs_from", unique=True),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("claims", JSONB, nullable=False),
        _moment("created_at"),
        _moment("refreshed_at"),
        _moment("expires_at"),
        _moment("revoked_at", nullable=True),
        sa.Column("revoked_because", sa.Text),
    )
    op.create_index("ix_sessions_account", "sessions", ["role", "account_id"])
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_table(
        "refresh_tokens",
        sa.Column("token_hash", sa.Text, primary_key=True),
        sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
    )
    op.create_index("ix_refresh_tokens_session_id", "refresh_tokens", ["session_id"])
    op.create_table(
        "sign_in_attempts",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("login_index", sa.Text, primary_key=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        _moment("last_at"),
    )
    op.create_index("ix_sign_in_attempts_last_at", "sign_in_attempts", ["last_at"])


def _employers() -> None:
    op.create_table(
        "employers",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("uscc", sa.Text, nullable=False),
        sa.Column("holds_uscc", sa.Boolean, nullable=False),
        sa.Column("type", sa.Text),
        sa.Column("nature_code", sa.Text, nullable=False),
        sa.Column("industry_code", sa.Text, nullable=False),
        sa.Column("region_code", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("postcode", sa.Text),
        sa.Column("contact_name", sa.Text, nullable=False),
        sa.Column("contact_phone", sa.Text, nullable=False),
        sa.Column("contact_mobile", sa.Text),
        sa.Column("contact_email", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        _moment("created_at"),
        _moment("saved_at"),
        _moment("verified_at", nullable=True),
        sa.CheckConstraint("status IN ('unverified', 'material_review', 'approved', 'rejected')", name="status_known"),
        sa.CheckConstraint("holds_uscc OR status IN ('unverified', 'rejected')", name="only_drafts_lose_uscc"),
    )
    op.create_index(
        "uq_employers_uscc_held", "employers", ["uscc"], unique=True, postgresql_where=sa.text("holds_uscc")
    )
    op.create_index("ix_employers_uscc", "employers", ["uscc"])


def _employer_users() -> None:
    op.create_table(
        "employer_users",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("mobile", sa.Text, nullable=False),
        sa.Column("mobile_index", sa.Text, nullable=False, unique=True),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("email", sa.Text),
        sa.Column("employer_id", sa.Uuid, sa.ForeignKey("employers.id")),
        _moment("created_at"),
    )
    op.create_index("ix_employer_users_employer_id", "employer_users", ["employer_id"])
    op.create_table(
        "sms_codes",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("mobile_index", sa.Text, nullable=False),
        sa.Column("address_index", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("code_hash", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
        sa.CheckConstraint("purpose IN ('register')", name="purpose_known"),
    )
    op.create_index("ix_sms_codes_mobile", "sms_codes", ["mobile_index", "created_at"])
    op.create_index("ix_sms_codes_address", "sms_codes", ["address_index", "created_at"])
    op.create_index("ix_sms_codes_created_at", "sms_codes", ["created_at"])


def _verifications() -> None:
    op.create_table(
        "verifications",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("employer_id", sa.Uuid, sa.ForeignKey("employers.id"), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("particulars", JSONB, nullable=False),
        sa.Column("licence_file_id", sa.Uuid, nullable=False),
        sa.Column("letter_file_id", sa.Uuid, nullable=False),
        sa.Column("more_file_ids", ARRAY(sa.Uuid), nullable=False),
        _moment("submitted_at"),
        sa.Column("submitted_by", sa.Text, nullable=False),
        _moment("decided_at", nullable=True),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_by_name", sa.Text),
        sa.Column("reason_code", sa.Text),
        sa.Column("detail", sa.Text),
        sa.CheckConstraint("status IN ('material_review', 'approved', 'rejected')", name="status_known"),
        sa.CheckConstraint("(status = 'material_review') = (decided_at IS NULL)", name="decided_once_reviewed"),
        sa.CheckConstraint("(status = 'rejected') = (reason_code IS NOT NULL)", name="reason_when_rejected"),
    )
    op.create_index(
        "uq_verifications_employer_id_open",
        "verifications",
        ["employer_id"],
        unique=True,
        postgresql_where=sa.text("status = 'material_review'"),
    )
    op.create_index("ix_verifications_employer_id", "verifications", ["employer_id"])
    op.create_index("ix_verifications_status_id", "verifications", ["status", "id"])
    op.create_table(
        "verification_history",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("employer_id", sa.Uuid, sa.ForeignKey("employers.id"), nullable=False),
        sa.Column("verification_id", sa.Uuid, sa.ForeignKey("verifications.id"), nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        _moment("at"),
        sa.Column("reason_code", sa.Text),
        sa.Column("detail", sa.Text),
    )
    op.create_index("ix_verification_history_employer_id", "verification_history", ["employer_id", "id"])


def _known_files() -> None:
    op.create_table(
        "known_files",
        sa.Column("file_id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
    )
