"""协议类型 is the province's decision for all its schools.

`sign_settings.agreement_type` stays for processes of the release before, which select it; no release ever wrote it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "province_agreement_types",
        sa.Column("province_code", sa.Text, primary_key=True),
        sa.Column("cohort", sa.SmallInteger, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("agreement_type", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "agreement_type IN ('two_party', 'three_party')", name=op.f("ck_province_agreement_types_agreement_type")
        ),
    )
    op.create_index("ix_schools_province_code", "schools", ["province_code", "school_code"])


def downgrade() -> None:
    op.drop_index("ix_schools_province_code", "schools")
    op.drop_table("province_agreement_types")
