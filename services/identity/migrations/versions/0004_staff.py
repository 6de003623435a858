"""Accounts of the employment system, data scope, corrections of schools."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ORIGIN_FITS_ROLE = (
    "CASE origin WHEN 'platform' THEN role IN ('centre_user', 'province_user')"
    " WHEN 'employment_system' THEN role IN ('school_user', 'department_user') ELSE false END"
)
PASSWORD_IS_KEPT = "(password_hash IS NOT NULL) = (origin = 'platform')"  # noqa: S105 - a condition
DATA_SCOPES = "data_scope IN ('all', 'undergraduate', 'postgraduate')"
CHANGES = "change IN ('created', 'corrected', 'closed', 'reopened', 'password_reset', 'password_changed', 'taken_over')"


def upgrade() -> None:
    _staff_users()
    _staff_user_changes()
    _employment_syncs()
    _school_versions()


def downgrade() -> None:
    raise NotImplementedError("passwords of school users were given up")


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=nullable)


def _staff_users() -> None:
    table = "staff_users"
    op.add_column(table, _text("origin", nullable=True))
    for name in ("external_id", "mobile", "title", "email"):
        op.add_column(table, _text(name, nullable=True))
    op.add_column(table, _moment("source_changed_at", nullable=True))
    op.add_column(table, sa.Column("must_change_password", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column(table, sa.Column("data_scope", sa.Text, nullable=False, server_default="all"))
    op.add_column(table, sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    op.alter_column(table, "password_hash", nullable=True)
    # Schools and departments sign in with the employment system from now on; their accounts are found there by name.
    op.execute(
        "UPDATE staff_users SET origin = 'employment_system', password_hash = NULL"
        " WHERE role IN ('school_user', 'department_user')"
    )
    op.execute("UPDATE staff_users SET origin = 'platform' WHERE origin IS NULL")
    op.alter_column(table, "origin", nullable=False)
    for name in ("must_change_password", "data_scope", "version"):
        op.alter_column(table, name, server_default=None)
    op.create_unique_constraint(op.f("uq_staff_users_external_id"), table, ["external_id"])
    op.create_check_constraint(op.f("ck_staff_users_origin_fits_role"), table, ORIGIN_FITS_ROLE)
    op.create_check_constraint(op.f("ck_staff_users_password_is_kept_by_its_origin"), table, PASSWORD_IS_KEPT)
    op.create_check_constraint(op.f("ck_staff_users_data_scope_known"), table, DATA_SCOPES)


def _staff_user_changes() -> None:
    op.create_table(
        "staff_user_changes",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("staff_users.id"), nullable=False),
        _text("change"),
        _text("reason", nullable=True),
        _text("by"),
        _text("by_name"),
        _moment("at"),
        sa.CheckConstraint(CHANGES, name="change_known"),
    )
    op.create_index("ix_staff_user_changes_user_id_id", "staff_user_changes", ["user_id", "id"])


def _employment_syncs() -> None:
    op.create_table(
        "employment_syncs",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        _moment("changed_after", nullable=True),
        _text("cursor", nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
    )


def _school_versions() -> None:
    op.create_table(
        "school_versions",
        sa.Column("school_code", sa.Text, sa.ForeignKey("schools.code"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        _text("name"),
        _text("identifier", nullable=True),
        _text("province_code"),
        _text("reason", nullable=True),
        _text("by", nullable=True),
        _text("by_name", nullable=True),
        _moment("at"),
    )
    op.execute(
        "INSERT INTO school_versions (school_code, version, name, identifier, province_code, at)"
        " SELECT code, version, name, identifier, province_code, opened_at FROM schools"
    )
