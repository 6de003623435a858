"""The orders of the lists, with what they are narrowed to, for employers, schools and departments."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

TABLE = "agreements"
SCHOOLS = ["cohort", "status", "department", "level_code"]
EMPLOYERS = ["cohort", "status"]
BEFORE = {
    "ix_agreements_employer_id_id": ["employer_id", "id"],
    "ix_agreements_school_code_id": ["school_code", "id"],
    "ix_agreements_school_code_department_id": ["school_code", "department", "id"],
    "ix_agreements_school_code_cohort_status_id": ["school_code", "cohort", "status", "id"],
}
PLAIN = {
    "ix_agreements_employer_updated": ["employer_id", "updated_at", "id", *EMPLOYERS],
    "ix_agreements_school_updated": ["school_code", "updated_at", "id", *SCHOOLS],
}
COVERING = {
    "ix_agreements_employer_latest": (["employer_id", "id", *EMPLOYERS], ["due_at", "frozen_at"]),
    "ix_agreements_school_latest": (["school_code", "id", *SCHOOLS], ["review_step", "due_at", "frozen_at"]),
}
PARTIAL = {
    "ix_agreements_employer_due": (["employer_id", "due_at", "id", *EMPLOYERS], "due_at"),
    "ix_agreements_school_due": (["school_code", "due_at", "id", *SCHOOLS], "due_at"),
    "ix_agreements_review": (["school_code", "review_step", "id", *SCHOOLS], "review_step"),
    "ix_agreements_frozen": (["school_code", "id"], "frozen_at"),
    "ix_agreements_changed_on_roster": (["school_code", "id"], "changed_on_roster"),
}


def upgrade() -> None:
    for name, columns in PLAIN.items():
        op.create_index(name, TABLE, columns)
    for name, (columns, included) in COVERING.items():
        op.create_index(name, TABLE, columns, postgresql_include=included)
    for name, (columns, column) in PARTIAL.items():
        op.create_index(name, TABLE, columns, postgresql_where=sa.text(f"{column} IS NOT NULL"))
    for name in BEFORE:
        op.drop_index(name, TABLE)


def downgrade() -> None:
    for name, columns in BEFORE.items():
        op.create_index(name, TABLE, columns)
    for name in (*PLAIN, *COVERING, *PARTIAL):
        op.drop_index(name, TABLE)
