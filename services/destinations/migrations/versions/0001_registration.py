"""Read copies, registrations with their history, outcomes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from common.migrations import create_shared_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY_SQL = (
    """CREATE FUNCTION destination_history_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'destination_history is append-only'; END $$""",
    """CREATE TRIGGER destination_history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON destination_history
    FOR EACH STATEMENT EXECUTE FUNCTION destination_history_append_only()""",
)


def upgrade() -> None:
    create_shared_tables(op)
    _copies()
    _destinations()
    _history()
    _outcomes()


def downgrade() -> None:
    raise NotImplementedError("a database of this service is never taken back to nothing")


def _text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=nullable)


def _uuid(name: str, *, primary_key: bool = False, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid, primary_key=primary_key, nullable=nullable)


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, nullable=False)


def _cohort(**kwargs: bool) -> sa.Column:
    return sa.Column("cohort", sa.SmallInteger, nullable=False, **kwargs)


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _review_mode() -> sa.CheckConstraint:
    return sa.CheckConstraint("review_mode IN ('school_only', 'department_then_school')", name="review_mode")


def _copies() -> None:
    on_roster = ("name", "id_number_masked", "school_code", "school_name", "department", "level_code", "major_name")
    op.create_table(
        "roster_copies",
        _uuid("graduate_id", primary_key=True),
        _number("sequence"),
        _cohort(),
        *[_text(name) for name in (*on_roster, "training_mode_code")],
    )
    op.create_table(
        "settings_copies",
        sa.Column("school_code", sa.Text, primary_key=True),
        _cohort(primary_key=True),
        _number("sequence"),
        sa.Column("destinations_open", sa.Boolean, nullable=False),
        _text("review_mode"),
        _review_mode(),
    )
    op.create_table(
        "agreement_copies",
        _uuid("agreement_id", primary_key=True),
        _number("sequence"),
        _uuid("graduate_id"),
        _text("employer_name"),
        _text("standing"),
        sa.CheckConstraint("standing IN ('invited', 'in_review', 'signed', 'ended')", name="standing"),
    )
    op.create_index("ix_agreement_copies_graduate_id", "agreement_copies", ["graduate_id"])


def _destinations() -> None:
    on_roster = ("school_name", "graduate_name", "id_number_masked", "department", "level_code", "major_name")
    op.create_table(
        "destinations",
        _uuid("id", primary_key=True),
        _number("version"),
        _text("status"),
        _text("destination_code"),
        sa.Column("fields", JSONB, nullable=False),
        _text("review_mode"),
        _text("review_step", nullable=True),
        _text("reject_reason", nullable=True),
        _moment("submitted_at"),
        _moment("updated_at"),
        _uuid("graduate_id"),
        _cohort(),
        _text("school_code"),
        *[_text(name) for name in on_roster],
        sa.CheckConstraint("status IN ('draft', 'in_review', 'approved', 'rejected', 'voided')", name="status"),
        sa.CheckConstraint(
            "(status = 'in_review') = (review_step IS NOT NULL) AND review_step IN ('department', 'school')",
            name="review_step",
        ),
        _review_mode(),
        sa.CheckConstraint("(status = 'rejected') = (reject_reason IS NOT NULL)", name="rejected"),
    )
    op.create_index(
        "uq_destinations_one_current_per_graduate",
        "destinations",
        ["graduate_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('draft', 'in_review', 'approved')"),
    )
    op.create_index("ix_destinations_graduate_id_id", "destinations", ["graduate_id", "id"])
    listed_by = ["school_code", "cohort", "status", "id"]
    op.create_index("ix_destinations_school_code_cohort_status_id", "destinations", listed_by)


def _history() -> None:
    op.create_table(
        "destination_history",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("destination_id", sa.Uuid, sa.ForeignKey("destinations.id"), nullable=False),
        _number("version"),
        _moment("at"),
        _text("actor_role"),
        _uuid("actor_id", nullable=True),
        _text("actor_name"),
        _text("action"),
        _text("from_status", nullable=True),
        _text("to_status"),
        _text("at_step", nullable=True),
        _text("destination_code"),
        sa.Column("fields", JSONB, nullable=False),
        _text("reason", nullable=True),
        sa.UniqueConstraint("destination_id", "version"),
    )
    for statement in APPEND_ONLY_SQL:
        op.execute(statement)


def _outcomes() -> None:
    op.create_table(
        "outcomes",
        _uuid("graduate_id", primary_key=True),
        _number("version"),
        _cohort(),
        _text("school_code"),
        _text("outcome_code", nullable=True),
        _text("source"),
        _moment("changed_at"),
        sa.CheckConstraint("source IN ('agreement', 'destination', 'none')", name="source"),
        sa.CheckConstraint("(source = 'none') = (outcome_code IS NULL)", name="outcome_code"),
    )
