"""Warning employers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LIVE = sa.text("status = 'live'")
OPEN = sa.text("status = 'open'")
KNOWN_TYPES = "ARRAY['irregular', 'fake', 'discrimination', 'false_advertising']"


def upgrade() -> None:
    _employers()
    _marks()
    _appeals()
    _history_and_files()


def downgrade() -> None:
    for table in ("warning_files", "warning_history", "warning_appeals", "warning_marks", "warning_employers"):
        op.drop_table(table)
    op.execute("DROP FUNCTION IF EXISTS warning_history_append_only()")


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _about() -> list[sa.Column]:
    return [
        sa.Column("uscc", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("industry_code", sa.Text),
        sa.Column("nature_code", sa.Text),
        sa.Column("types", ARRAY(sa.Text), nullable=False),
    ]


def _employers() -> None:
    op.create_table(
        "warning_employers",
        sa.Column("employer_key", sa.Text, primary_key=True),
        sa.Column("name_key", sa.Text, nullable=False),
        *_about(),
        sa.Column("schools", sa.Integer, nullable=False),
        sa.Column("national", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        _moment("changed_at"),
        sa.CheckConstraint(
            "employer_key LIKE 'uscc:%' OR employer_key LIKE 'name:%'", name=op.f("ck_warning_employers_key_shape")
        ),
        sa.CheckConstraint("schools >= 0", name=op.f("ck_warning_employers_schools_counted")),
    )
    op.create_index("ix_warning_employers_name_key", "warning_employers", ["name_key"])
    op.create_index(
        "ix_warning_employers_national", "warning_employers", ["employer_key"], postgresql_where=sa.text("national")
    )


def _marks() -> None:
    op.create_table(
        "warning_marks",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("employer_key", sa.Text, sa.ForeignKey("warning_employers.employer_key"), nullable=False),
        sa.Column("school_code", sa.Text, sa.ForeignKey("schools.code"), nullable=False),
        sa.Column("school_name", sa.Text, nullable=False),
        *_about(),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("file_ids", ARRAY(sa.Uuid), nullable=False),
        sa.Column("expires_on", sa.Date),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("version", sa.SmallInteger, nullable=False),
        sa.Column("marked_by", sa.Text, nullable=False),
        sa.Column("marked_by_name", sa.Text, nullable=False),
        _moment("marked_at"),
        _moment("ended_at", nullable=True),
        sa.CheckConstraint(
            "status IN ('live', 'removed', 'expired', 'lifted')", name=op.f("ck_warning_marks_status_known")
        ),
        sa.CheckConstraint("(status = 'live') = (ended_at IS NULL)", name=op.f("ck_warning_marks_ended_once_not_live")),
        sa.CheckConstraint(
            f"cardinality(types) BETWEEN 1 AND 4 AND types <@ {KNOWN_TYPES}", name=op.f("ck_warning_marks_types_known")
        ),
    )
    keys = ["school_code", "employer_key"]
    op.create_index("uq_warning_marks_live", "warning_marks", keys, unique=True, postgresql_where=LIVE)
    op.create_index("ix_warning_marks_employer_key", "warning_marks", ["employer_key"])
    op.create_index("ix_warning_marks_school_code_id", "warning_marks", ["school_code", "id"])
    op.create_index("ix_warning_marks_expires_on", "warning_marks", ["expires_on"], postgresql_where=LIVE)


def _appeals() -> None:
    op.create_table(
        "warning_appeals",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("mark_id", sa.Uuid, sa.ForeignKey("warning_marks.id"), nullable=False),
        sa.Column("employer_id", sa.Uuid, sa.ForeignKey("employers.id"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("file_ids", ARRAY(sa.Uuid), nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("submitted_by", sa.Text, nullable=False),
        sa.Column("submitted_by_name", sa.Text, nullable=False),
        _moment("submitted_at"),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_by_name", sa.Text),
        _moment("decided_at", nullable=True),
        sa.Column("answer", sa.Text),
        sa.CheckConstraint(
            "status IN ('open', 'upheld', 'dismissed', 'moot')", name=op.f("ck_warning_appeals_status_known")
        ),
        sa.CheckConstraint(
            "(status = 'open') = (decided_at IS NULL)", name=op.f("ck_warning_appeals_decided_once_not_open")
        ),
        sa.CheckConstraint(
            "status <> 'dismissed' OR answer IS NOT NULL", name=op.f("ck_warning_appeals_dismissed_with_reason")
        ),
    )
    op.create_index("uq_warning_appeals_open", "warning_appeals", ["mark_id"], unique=True, postgresql_where=OPEN)
    op.create_index("ix_warning_appeals_mark_id", "warning_appeals", ["mark_id"])


def _history_and_files() -> None:
    op.create_table(
        "warning_history",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("mark_id", sa.Uuid, sa.ForeignKey("warning_marks.id"), nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        _moment("at"),
        sa.Column("types", ARRAY(sa.Text), nullable=False),
        sa.Column("detail", sa.Text),
    )
    op.create_index("ix_warning_history_mark_id", "warning_history", ["mark_id", "id"])
    op.execute(
        "CREATE FUNCTION warning_history_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'warning_history is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER warning_history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON warning_history"
        " FOR EACH STATEMENT EXECUTE FUNCTION warning_history_append_only()"
    )
    op.create_table(
        "warning_files",
        sa.Column("file_id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
    )
