"""Projections, counters, freshness, names."""

import sqlalchemy as sa
from alembic import op

from common.migrations import create_shared_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_shared_tables(op)
    _projections()
    _counters()
    _names()


def downgrade() -> None:
    raise NotImplementedError("a database of this service is never taken back to nothing")


def _text(name: str, *, primary_key: bool = False, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, primary_key=primary_key, nullable=nullable)


def _uuid(name: str, *, primary_key: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid, primary_key=primary_key, nullable=False)


def _sequence() -> sa.Column:
    return sa.Column("sequence", sa.Integer, nullable=False)


def _place(*, primary_key: bool = False) -> list[sa.Column]:
    return [
        sa.Column("cohort", sa.SmallInteger, primary_key=primary_key, nullable=False),
        _text("school_code", primary_key=primary_key),
        _text("department", primary_key=primary_key),
    ]


def _projections() -> None:
    op.create_table("graduates", _uuid("graduate_id", primary_key=True), _sequence(), *_place())
    op.create_table(
        "agreements",
        _uuid("agreement_id", primary_key=True),
        _sequence(),
        _uuid("graduate_id"),
        _uuid("employer_id"),
        _text("status"),
        *_place(),
        sa.CheckConstraint(
            "status IN ('awaiting_graduate', 'in_review', 'signed', 'declined', 'expired', 'rejected')", name="status"
        ),
    )
    op.create_index("ix_agreements_graduate_id", "agreements", ["graduate_id"])
    op.create_table(
        "outcomes", _uuid("graduate_id", primary_key=True), _sequence(), _text("code", nullable=True), *_place()
    )


def _counters() -> None:
    op.create_table(
        "counters",
        _text("kind", primary_key=True),
        *_place(primary_key=True),
        _uuid("employer_id", primary_key=True),
        _text("category", primary_key=True),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.CheckConstraint("kind IN ('graduate', 'agreement', 'outcome')", name="kind"),
        sa.CheckConstraint("n >= 0", name="n"),
    )
    op.create_index("ix_counters_employer_id_cohort", "counters", ["employer_id", "cohort"])
    op.create_index("ix_counters_school_code_cohort", "counters", ["school_code", "cohort"])
    op.create_table(
        "freshness",
        sa.Column("part", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("newest", sa.DateTime(timezone=True), nullable=False),
    )


def _names() -> None:
    op.create_table("employer_names", _uuid("employer_id", primary_key=True), _sequence(), _text("name"))
    op.create_table("school_names", _text("school_code", primary_key=True), _sequence(), _text("name"))
