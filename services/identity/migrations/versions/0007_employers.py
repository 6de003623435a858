"""History, corrections, joining."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DATA = (
    "name, uscc, type, nature_code, industry_code, region_code, address, postcode,"
    " contact_name, contact_phone, contact_mobile, contact_email"
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _versions()
    _corrections()
    _memberships()
    _join_requests()
    _take_over()


def downgrade() -> None:
    raise NotImplementedError("history is never thrown away")


def _texts(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Text, nullable=nullable) for name in names]


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _employer_id(**kwargs: bool) -> sa.Column:
    return sa.Column("employer_id", sa.Uuid, sa.ForeignKey("employers.id"), nullable=False, **kwargs)


def _versions() -> None:
    op.create_table(
        "employer_versions",
        _employer_id(primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        *_texts("name", "uscc", "nature_code", "industry_code", "region_code", "address"),
        *_texts("contact_name", "contact_phone"),
        *_texts("type", "postcode", "contact_mobile", "contact_email", nullable=True),
        *_texts("change"),
        sa.Column("changed_fields", ARRAY(sa.Text), nullable=False),
        *_texts("note", nullable=True),
        sa.Column("correction_id", sa.Uuid),
        *_texts("actor", "actor_name"),
        _moment("changed_at"),
        sa.CheckConstraint(
            "change IN ('filled_in', 'changed', 'corrected', 'corrected_by_centre')", name="change_known"
        ),
    )


def _corrections() -> None:
    op.create_table(
        "employer_corrections",
        sa.Column("id", sa.Uuid, primary_key=True),
        _employer_id(),
        *_texts("employer_name", "uscc", "origin", "status"),
        sa.Column("changes", JSONB, nullable=False),
        sa.Column("before", JSONB, nullable=False),
        *_texts("reason"),
        sa.Column("file_ids", ARRAY(sa.Uuid), nullable=False),
        *_texts("requested_by", "requested_by_name"),
        _moment("requested_at"),
        *_texts("claimed_by", "claimed_by_name", nullable=True),
        _moment("claimed_at", nullable=True),
        *_texts("decided_by", "decided_by_name", nullable=True),
        _moment("decided_at", nullable=True),
        *_texts("rejection_code", "detail", nullable=True),
        sa.CheckConstraint("origin IN ('employer', 'centre')", name="origin_known"),
        sa.CheckConstraint("status IN ('waiting', 'approved', 'rejected', 'withdrawn')", name="status_known"),
        sa.CheckConstraint("(status = 'waiting') = (decided_at IS NULL)", name="decided_once_reviewed"),
        sa.CheckConstraint("(status = 'rejected') = (rejection_code IS NOT NULL)", name="reason_when_rejected"),
        sa.CheckConstraint("num_nonnulls(claimed_by, claimed_by_name, claimed_at) IN (0, 3)", name="claim_is_whole"),
    )
    op.create_index(
        "uq_employer_corrections_employer_id_open",
        "employer_corrections",
        ["employer_id"],
        unique=True,
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index("ix_employer_corrections_employer_id_id", "employer_corrections", ["employer_id", "id"])
    op.create_index("ix_employer_corrections_status_id", "employer_corrections", ["status", "id"])


def _memberships() -> None:
    op.create_table(
        "employer_memberships",
        sa.Column("id", sa.Uuid, primary_key=True),
        _employer_id(),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("employer_users.id"), nullable=False),
        *_texts("entered_how", "let_in_by", "let_in_by_name"),
        _moment("entered_at"),
        *_texts("left_how", "ended_by", "ended_by_name", "reason", nullable=True),
        _moment("left_at", nullable=True),
        sa.CheckConstraint("entered_how IN ('filled_in', 'joined', 'added_by_centre')", name="entered_how_known"),
        sa.CheckConstraint("left_how IN ('left', 'removed')", name="left_how_known"),
        sa.CheckConstraint("num_nonnulls(left_how, ended_by, ended_by_name, left_at) IN (0, 4)", name="end_is_whole"),
        sa.CheckConstraint("left_how <> 'removed' OR reason IS NOT NULL", name="reason_when_removed"),
    )
    op.create_index(
        "uq_employer_memberships_user_id_present",
        "employer_memberships",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_index("ix_employer_memberships_employer_id_id", "employer_memberships", ["employer_id", "id"])


def _join_requests() -> None:
    op.create_table(
        "join_requests",
        sa.Column("id", sa.Uuid, primary_key=True),
        _employer_id(),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("employer_users.id"), nullable=False),
        *_texts("applicant_name", "status"),
        *_texts("note", nullable=True),
        _moment("requested_at"),
        _moment("expires_at"),
        *_texts("decided_by", "decided_by_name", "reason", nullable=True),
        _moment("decided_at", nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'approved', 'refused', 'withdrawn', 'expired')", name="status_known"),
        sa.CheckConstraint("(status = 'waiting') = (decided_at IS NULL)", name="decided_once_answered"),
        sa.CheckConstraint("status <> 'refused' OR reason IS NOT NULL", name="reason_when_refused"),
    )
    op.create_index(
        "uq_join_requests_user_id_open",
        "join_requests",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index("ix_join_requests_user_id_id", "join_requests", ["user_id", "id"])
    op.create_index("ix_join_requests_employer_id_id", "join_requests", ["employer_id", "id"])
    op.create_index("ix_join_requests_status_expires_at", "join_requests", ["status", "expires_at"])


def _take_over() -> None:
    # What there is becomes the first line of its history.
    op.execute(
        f"INSERT INTO employer_versions (employer_id, version, {DATA}, change, changed_fields, actor, actor_name,"
        f" changed_at) SELECT id, version, {DATA}, 'filled_in', '{{}}', 'service:identity', '系统', saved_at"
        " FROM employers"
    )
    op.execute(
        "INSERT INTO employer_memberships"
        " (id, employer_id, user_id, entered_how, let_in_by, let_in_by_name, entered_at)"
        " SELECT gen_random_uuid(), employer_id, id, 'filled_in', 'employer_user:' || id, coalesce(name, '本人'),"
        " created_at FROM employer_users WHERE employer_id IS NOT NULL"
    )
