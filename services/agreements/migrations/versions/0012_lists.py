"""The orders of the lists, with what they are narrowed to, for employers, schools and departments; what has changed
since a moment."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

TABLE = "agreements"
SCHOOLS = ["cohort", "status", "reviewing_department", "level_code"]
EMPLOYERS = ["cohort", "status"]
REVIEWER = "(CASE WHEN frozen_at IS NULL THEN review_step ELSE 'school' END)"
BEFORE = {
    "ix_agreements_employer_id_id": ["employer_id", "id"],
    "ix_agreements_school_code_id": ["school_code", "id"],
    "ix_agreements_school_code_department_id": ["school_code", "department", "id"],
    "ix_agreements_school_code_cohort_status_id": ["school_code", "cohort", "status", "id"],
}
PLAIN: dict[str, list[Any]] = {
    "ix_agreements_employer_updated": ["employer_id", "updated_at", "id", *EMPLOYERS],
    "ix_agreements_updated_at": [sa.text("(updated_at AT TIME ZONE 'UTC')")],
    "ix_agreements_school_updated": ["school_code", "updated_at", "id", *SCHOOLS],
}
COVERING = {
    "ix_agreements_employer_latest": (["employer_id", "id", *EMPLOYERS], ["due_at", "frozen_at"]),
    "ix_agreements_school_latest": (["school_code", "id", *SCHOOLS], ["review_step", "due_at", "frozen_at"]),
}
PARTIAL: dict[str, tuple[list[Any], str]] = {
    "ix_agreements_employer_due": (["employer_id", "due_at", "id", *EMPLOYERS], "due_at"),
    "ix_agreements_school_due": (["school_code", "due_at", "id", *SCHOOLS], "due_at"),
    "ix_agreements_review": (["school_code", sa.text(REVIEWER), "id", *SCHOOLS], REVIEWER),
    "ix_agreements_frozen": (["school_code", "id"], "frozen_at"),
    "ix_agreements_changed_on_roster": (["school_code", "id"], "changed_on_roster"),
}


def upgrade() -> None:
    """Signing goes on. Outside a transaction, so that all of it can be done again after it was cut off."""
    with op.get_context().autocommit_block():
        for name, columns in PLAIN.items():
            _build(name, TABLE, columns)
        for name, (columns, included) in COVERING.items():
            _build(name, TABLE, columns, postgresql_include=included)
        for name, (columns, column) in PARTIAL.items():
            _build(name, TABLE, columns, postgresql_where=sa.text(f"{column} IS NOT NULL"))
        # The planner does not ask a partial index how common the values of an expression are.
        op.execute("DROP STATISTICS IF EXISTS st_agreements_reviewer")
        op.execute(f"CREATE STATISTICS st_agreements_reviewer ON {REVIEWER} FROM {TABLE}")
        _build("ix_agreement_history_at", "agreement_history", ["at"])
        for name in BEFORE:
            op.drop_index(name, TABLE, if_exists=True, postgresql_concurrently=True)


def _build(name: str, table: str, columns: Sequence[Any], **options: Any) -> None:
    # One that was cut off is there and holds nothing.
    op.drop_index(name, table, if_exists=True, postgresql_concurrently=True)
    op.create_index(name, table, columns, postgresql_concurrently=True, **options)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name, columns in BEFORE.items():
        op.create_index(name, TABLE, columns)
    op.drop_index("ix_agreement_history_at", "agreement_history")
    op.execute("DROP STATISTICS st_agreements_reviewer")
    for name in (*PLAIN, *COVERING, *PARTIAL):
        op.drop_index(name, TABLE)
