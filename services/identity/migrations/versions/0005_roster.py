"""Removal, pulls from the employment system, rehearsals."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LISTED_ONCE = """
ALTER TABLE graduates ADD CONSTRAINT person_listed_once
EXCLUDE USING btree (school_code WITH =, cohort WITH =, person_index WITH =)
WHERE (removed_because IS NULL) DEFERRABLE INITIALLY DEFERRED
"""
CONFIRMED = """
UPDATE graduates SET confirmed_version = confirmed.version
FROM (SELECT graduate_id, max(version) AS version FROM confirmations GROUP BY graduate_id) AS confirmed
WHERE confirmed.graduate_id = graduates.id
"""


def upgrade() -> None:
    _removal()
    _confirmations()
    _admissions_and_exchanges()
    _rehearsals()
    _pulls()
    _sources()


def downgrade() -> None:
    raise NotImplementedError("a removed graduate cannot be told from a listed one without these columns")


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _school() -> sa.Column:
    return sa.Column("school_code", sa.Text, sa.ForeignKey("schools.code"), nullable=False)


def _removal() -> None:
    op.add_column("roster_versions", sa.Column("removed_because", sa.Text))
    op.add_column("graduates", sa.Column("removed_because", sa.Text))
    op.create_check_constraint(
        op.f("ck_graduates_removed_never_sign"), "graduates", "may_sign IS FALSE OR removed_because IS NULL"
    )
    # The old rule stays until the new one holds, in one transaction.
    op.execute(LISTED_ONCE)
    op.drop_constraint(op.f("uq_graduates_school_code_cohort_person_index"), "graduates")


def _confirmations() -> None:
    op.add_column("graduates", sa.Column("confirmed_version", sa.Integer))
    op.execute(CONFIRMED)
    op.create_check_constraint(op.f("ck_graduates_confirmed_what_was"), "graduates", "confirmed_version <= version")


def _admissions_and_exchanges() -> None:
    op.create_table(
        "admissions",
        sa.Column("graduate_id", sa.Uuid, sa.ForeignKey("graduates.id"), primary_key=True),
        *_numbers("identity_version"),
        _moment("admitted_at"),
    )
    op.create_table(
        "login_exchanges",
        sa.Column("code_hash", sa.Text, primary_key=True),
        sa.Column("graduate_id", sa.Uuid, sa.ForeignKey("graduates.id"), nullable=False),
        _moment("expires_at"),
    )
    op.create_index("ix_login_exchanges_expires_at", "login_exchanges", ["expires_at"])


def _rehearsals() -> None:
    op.create_table(
        "roster_rehearsals",
        sa.Column("id", sa.Uuid, primary_key=True),
        _school(),
        *_numbers("cohort"),
        *_texts("made_by", "data_scope", "workbook_sealed"),
        sa.Column("importable", sa.Boolean, nullable=False),
        _moment("expires_at"),
    )
    op.create_index("ix_roster_rehearsals_expires_at", "roster_rehearsals", ["expires_at"])


def _pulls() -> None:
    op.create_table(
        "roster_pulls",
        sa.Column("id", sa.Uuid, primary_key=True),
        _school(),
        *_numbers("cohort"),
        *_texts("mode", "status", "started_by", "started_by_name"),
        sa.Column("confirm_removals", sa.Boolean, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        *_numbers("new", "changed", "unchanged", "removed", "withheld", "faulty", "attempts"),
        _moment("next_try_at"),
        _moment("started_at"),
        _moment("finished_at", nullable=True),
        sa.Column("failure", sa.Text),
        sa.CheckConstraint("mode IN ('full', 'incremental')", name="mode_known"),
        sa.CheckConstraint("status IN ('running', 'done', 'failed')", name="status_known"),
        sa.CheckConstraint("(status = 'running') = (finished_at IS NULL)", name="finished_when_over"),
        sa.CheckConstraint("(status = 'failed') = (failure IS NOT NULL)", name="failed_for_a_reason"),
    )
    running = sa.text("status = 'running'")
    op.create_index("uq_roster_pulls_running", "roster_pulls", ["school_code"], unique=True, postgresql_where=running)
    op.create_index("ix_roster_pulls_next_try_at", "roster_pulls", ["next_try_at"], postgresql_where=running)
    op.create_index("ix_roster_pulls_school_code_id", "roster_pulls", ["school_code", "id"])
    op.create_table(
        "roster_pull_faults",
        sa.Column("pull_id", sa.Uuid, sa.ForeignKey("roster_pulls.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        *_texts("exam_number", "field", "reason", "remedy"),
    )


def _sources() -> None:
    op.create_table(
        "roster_sources",
        sa.Column("school_code", sa.Text, sa.ForeignKey("schools.code"), primary_key=True),
        sa.Column("cohort", sa.Integer, primary_key=True),
        sa.Column("exam_number", sa.Text, primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("seen_in", sa.Uuid),
    )
    op.create_table(
        "roster_pending",
        sa.Column("school_code", sa.Text, sa.ForeignKey("schools.code"), primary_key=True),
        sa.Column("cohort", sa.Integer, primary_key=True),
        sa.Column("exam_number", sa.Text, primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("row_sealed", sa.Text),
        sa.Column("reason", sa.Text),
        sa.CheckConstraint("(row_sealed IS NULL) = (reason IS NOT NULL)", name="row_or_removal"),
    )
    op.create_table(
        "roster_schedule",
        sa.Column("school_code", sa.Text, sa.ForeignKey("schools.code"), primary_key=True),
        sa.Column("cohort", sa.Integer, primary_key=True),
        _moment("due_at"),
    )
    op.create_index("ix_roster_schedule_due_at", "roster_schedule", ["due_at"])
