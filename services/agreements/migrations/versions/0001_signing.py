"""Read copies, sign settings, favourites, relocation profiles, numbers, agreements and their history."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from common.migrations import create_shared_tables

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_shared_tables(op)
    _parties()
    _policy()
    _favourites()
    _profiles_numbers_edits()
    _agreements()
    _indexes()
    _history()


def _parties() -> None:
    op.create_table(
        "employers",
        sa.Column("employer_id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("uscc", sa.Text, nullable=False),
        sa.Column("nature_code", sa.Text, nullable=False),
        sa.Column("industry_code", sa.Text, nullable=False),
        sa.Column("region_code", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
    )
    op.create_table(
        "graduates",
        sa.Column("graduate_id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("person_index", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("id_number_masked", sa.Text, nullable=False),
        sa.Column("cohort", sa.SmallInteger, nullable=False),
        sa.Column("school_code", sa.Text, nullable=False),
        sa.Column("school_name", sa.Text, nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("level_code", sa.Text, nullable=False),
        sa.Column("major_name", sa.Text, nullable=False),
        sa.Column("training_mode_code", sa.Text, nullable=False),
        sa.Column("may_sign", sa.Boolean, nullable=False),
    )
    op.create_index("ix_graduates_person_index", "graduates", ["person_index"])
    op.create_table(
        "schools",
        sa.Column("school_code", sa.Text, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("province_code", sa.Text, nullable=False),
    )


def _policy() -> None:
    op.create_table(
        "sign_settings",
        sa.Column("school_code", sa.Text, primary_key=True),
        sa.Column("cohort", sa.SmallInteger, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("signing_open", sa.Boolean, nullable=False),
        sa.Column("supplement_open", sa.Boolean, nullable=False),
        sa.Column("destinations_open", sa.Boolean, nullable=False),
        sa.Column("review_mode", sa.Text, nullable=False),
        sa.Column("rescission_limit", sa.SmallInteger, nullable=False),
        sa.Column("contact_name", sa.Text, nullable=False),
        sa.Column("contact_phone", sa.Text, nullable=False),
        sa.Column("contact_address", sa.Text, nullable=False),
        sa.Column("contact_postcode", sa.Text, nullable=False),
        sa.Column("agreement_type", sa.Text, nullable=False, server_default="three_party"),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "review_mode IN ('school_only', 'department_then_school')", name=op.f("ck_sign_settings_review_mode")
        ),
        sa.CheckConstraint(
            "agreement_type IN ('two_party', 'three_party')", name=op.f("ck_sign_settings_agreement_type")
        ),
        sa.CheckConstraint("rescission_limit BETWEEN 0 AND 99", name=op.f("ck_sign_settings_rescission_limit")),
    )


def _favourites() -> None:
    op.create_table(
        "favourites",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("graduate_id", sa.Uuid, nullable=False),
        sa.Column("graduate_version", sa.Integer, nullable=False),
        sa.Column("person_index", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("id_number_masked", sa.Text, nullable=False),
        sa.Column("cohort", sa.SmallInteger, nullable=False),
        sa.Column("school_code", sa.Text, nullable=False),
        sa.Column("school_name", sa.Text, nullable=False),
        sa.Column("level_code", sa.Text, nullable=False),
        sa.Column("major_name", sa.Text, nullable=False),
        sa.Column("added_by", sa.Uuid, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.UniqueConstraint("employer_id", "graduate_id"),
    )
    op.create_index("ix_favourites_employer_id_id", "favourites", ["employer_id", "id"])
    op.create_table(
        "search_counts",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("minute", MOMENT, nullable=False),
        sa.Column("in_minute", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("in_day", sa.Integer, nullable=False),
    )


def _profiles_numbers_edits() -> None:
    op.create_table(
        "relocation_profiles",
        sa.Column("employer_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content", JSONB, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    )
    op.create_table(
        "number_counters",
        sa.Column("cohort", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("school_code", sa.Text, primary_key=True),
        sa.Column("last_serial", sa.Integer, nullable=False),
        sa.CheckConstraint("last_serial BETWEEN 1 AND 9999999", name=op.f("ck_number_counters_last_serial")),
    )
    op.create_table(
        "edits",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=False),
        sa.Column("actor_role", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Uuid, nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
    )
    op.create_index("ix_edits_subject_id", "edits", ["subject", "id"])


def _agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("cohort", sa.SmallInteger, nullable=False),
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("employer_name", sa.Text, nullable=False),
        sa.Column("graduate_id", sa.Uuid, nullable=False),
        sa.Column("person_index", sa.Text, nullable=False),
        sa.Column("graduate_name", sa.Text, nullable=False),
        sa.Column("id_number_masked", sa.Text, nullable=False),
        sa.Column("school_code", sa.Text, nullable=False),
        sa.Column("school_name", sa.Text, nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("level_code", sa.Text, nullable=False),
        sa.Column("major_name", sa.Text, nullable=False),
        sa.Column("job_title", sa.Text, nullable=False),
        sa.Column("letter", JSONB, nullable=False),
        sa.Column("terms_version", sa.Integer, nullable=False),
        sa.Column("valid_days", sa.SmallInteger, nullable=False),
        sa.Column("deadline", MOMENT, nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT),
        sa.Column("agreement_type", sa.Text),
        sa.Column("employer", JSONB(none_as_null=True)),
        sa.Column("graduate_version", sa.Integer),
        sa.Column("terms_sha256", sa.Text),
        sa.Column("review_mode", sa.Text),
        sa.Column("review_step", sa.Text),
        sa.Column("reject_step", sa.Text),
        sa.Column("reject_reason", sa.Text),
        sa.Column("reject_detail", sa.Text),
        sa.Column("number", sa.Text),
        sa.Column("signed_at", MOMENT),
        sa.Column("school", JSONB(none_as_null=True)),
        sa.UniqueConstraint("number"),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_agreements_{name}")) for name, rule in AGREEMENT_RULES.items()),
    )


AGREEMENT_RULES = {
    "kind": "kind IN ('online')",
    "status": "status IN ('awaiting_graduate', 'in_review', 'signed', 'declined', 'expired', 'rejected')",
    "review_step": "(status = 'in_review') = (review_step IS NOT NULL) AND review_step IN ('department', 'school')",
    "deadline": "deadline > invited_at AND valid_days BETWEEN 1 AND 30",
    "accepted": (
        "status IN ('awaiting_graduate', 'declined', 'expired') OR (accepted_at IS NOT NULL AND review_mode IS NOT NULL"
        " AND agreement_type IS NOT NULL AND employer IS NOT NULL AND graduate_version IS NOT NULL"
        " AND terms_sha256 IS NOT NULL)"
    ),
    "signed": "(status = 'signed') = (number IS NOT NULL AND signed_at IS NOT NULL AND school IS NOT NULL)",
    "rejected": (
        "(status = 'rejected') = (reject_step IS NOT NULL AND reject_reason IS NOT NULL AND reject_detail IS NOT NULL)"
    ),
}


def _indexes() -> None:
    op.create_index(
        "uq_agreements_one_live_per_graduate",
        "agreements",
        ["graduate_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('in_review', 'signed')"),
    )
    op.create_index(
        "uq_agreements_one_open_invitation",
        "agreements",
        ["employer_id", "graduate_id"],
        unique=True,
        postgresql_where=sa.text("status = 'awaiting_graduate'"),
    )
    op.create_index(
        "ix_agreements_deadline",
        "agreements",
        ["deadline"],
        postgresql_where=sa.text("status = 'awaiting_graduate'"),
    )
    op.create_index("ix_agreements_employer_id_id", "agreements", ["employer_id", "id"])
    op.create_index("ix_agreements_graduate_id_id", "agreements", ["graduate_id", "id"])
    op.create_index("ix_agreements_school_code_id", "agreements", ["school_code", "id"])
    op.create_index("ix_agreements_school_code_department_id", "agreements", ["school_code", "department", "id"])
    op.create_index(
        "ix_agreements_school_code_cohort_status_id", "agreements", ["school_code", "cohort", "status", "id"]
    )


def _history() -> None:
    op.create_table(
        "agreement_history",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("agreement_id", sa.Uuid, sa.ForeignKey("agreements.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_role", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Uuid),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("from_status", sa.Text),
        sa.Column("to_status", sa.Text, nullable=False),
        sa.Column("at_step", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("detail", sa.Text),
        sa.UniqueConstraint("agreement_id", "version"),
    )
    op.execute(
        "CREATE FUNCTION agreement_history_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'agreement_history is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER agreement_history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON agreement_history"
        " FOR EACH STATEMENT EXECUTE FUNCTION agreement_history_append_only()"
    )
