"""Schools, staff accounts, the roster with all its versions, and graduates at the door."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _schools_and_staff()
    _versions()
    _graduates()
    _door()


def downgrade() -> None:
    for table in ("confirmations", "chsi_logins", "reveals", "graduates", "roster_versions", "staff_users", "schools"):
        op.drop_table(table)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _schools_and_staff() -> None:
    op.create_table(
        "schools",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("identifier", sa.Text, unique=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("province_code", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        _moment("opened_at"),
        sa.CheckConstraint("code ~ '^[1-9][0-9]{4}$'", name="code_shape"),
        sa.CheckConstraint("identifier IS NULL OR right(identifier, 5) = code", name="identifier_ends_with_code"),
        sa.CheckConstraint("province_code ~ '^[0-9]{2}$'", name="province_shape"),
    )
    op.create_table(
        "staff_users",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("username", sa.Text, nullable=False, unique=True),
        *_texts("password_hash", "name", "role"),
        sa.Column("school_code", sa.Text, sa.ForeignKey("schools.code")),
        sa.Column("department", sa.Text),
        sa.Column("province_code", sa.Text),
        sa.Column("created_by", sa.Text, nullable=False),
        _moment("created_at"),
        _moment("closed_at", nullable=True),
        sa.CheckConstraint(
            """CASE role
 WHEN 'centre_user' THEN num_nonnulls(school_code, department, province_code) = 0
 WHEN 'province_user' THEN province_code IS NOT NULL AND num_nonnulls(school_code, department) = 0
 WHEN 'school_user' THEN school_code IS NOT NULL AND num_nonnulls(department, province_code) = 0
 WHEN 'department_user' THEN num_nonnulls(school_code, department) = 2 AND province_code IS NULL
 ELSE false END""",
            name="scope_fits_role",
        ),
        sa.CheckConstraint("username = lower(username)", name="username_is_lower_case"),
    )
    op.create_index("ix_staff_users_school_code_id", "staff_users", ["school_code", "id"])


def _roster_columns() -> list[sa.Column]:
    return [
        sa.Column("school_code", sa.Text, sa.ForeignKey("schools.code"), nullable=False),
        sa.Column("cohort", sa.Integer, nullable=False),
        *_texts("exam_number", "person_index", "name", "id_number_sealed", "id_number_masked"),
        *_texts("sex", "ethnicity", "political_status"),
        sa.Column("born", sa.Date, nullable=False),
        *_texts("school_name", "department", "level", "major", "major_name", "training_mode", "origin"),
        sa.Column("student_number", sa.Text),
        sa.Column("school_years", sa.Numeric(3, 1), nullable=False),
        *_texts("entered", "graduated"),
        sa.Column("mobile_sealed", sa.Text),
        sa.Column("email_sealed", sa.Text),
        sa.Column("contact_from", sa.Text, nullable=False),
        sa.Column("may_sign", sa.Boolean, nullable=False),
        sa.Column("identity_version", sa.Integer, nullable=False),
    ]


def _versions() -> None:
    op.create_table(
        "roster_versions",
        sa.Column("graduate_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        *_roster_columns(),
        sa.Column("change_id", sa.Uuid, nullable=False),
        sa.Column("changed_fields", ARRAY(sa.Text), nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        _moment("changed_at"),
        sa.CheckConstraint("version >= 1 AND identity_version BETWEEN 1 AND version", name="versions_count_up"),
        sa.CheckConstraint("contact_from IN ('roster', 'chsi')", name="contact_from_known"),
    )
    op.create_index("ix_roster_versions_change_id", "roster_versions", ["change_id"])


def _graduates() -> None:
    op.create_table(
        "graduates",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        *_roster_columns(),
        _moment("changed_at"),
        sa.UniqueConstraint("school_code", "cohort", "exam_number"),
        sa.UniqueConstraint("school_code", "cohort", "person_index", deferrable=True, initially="DEFERRED"),
        sa.ForeignKeyConstraint(["id", "version"], ["roster_versions.graduate_id", "roster_versions.version"]),
        sa.CheckConstraint("contact_from IN ('roster', 'chsi')", name="contact_from_known"),
        sa.CheckConstraint("may_sign IS FALSE OR training_mode NOT IN ('21', '41')", name="contracted_never_sign"),
    )
    op.create_index("ix_graduates_person_index", "graduates", ["person_index"])
    op.create_index("ix_graduates_school_code_cohort_id", "graduates", ["school_code", "cohort", "id"])
    op.create_index("ix_graduates_school_code_id", "graduates", ["school_code", "id"])
    op.create_table(
        "reveals",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("graduate_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        *_texts("reader", "reader_name", "what"),
        _moment("revealed_at"),
    )
    op.create_index("ix_reveals_graduate_id_revealed_at", "reveals", ["graduate_id", "revealed_at"])


def _door() -> None:
    op.create_table(
        "chsi_logins",
        sa.Column("state_hash", sa.Text, primary_key=True),
        *_texts("browser_hash", "verifier_sealed"),
        _moment("expires_at"),
    )
    op.create_index("ix_chsi_logins_expires_at", "chsi_logins", ["expires_at"])
    op.create_table(
        "confirmations",
        sa.Column("graduate_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        _moment("confirmed_at"),
        sa.ForeignKeyConstraint(["graduate_id", "version"], ["roster_versions.graduate_id", "roster_versions.version"]),
    )
