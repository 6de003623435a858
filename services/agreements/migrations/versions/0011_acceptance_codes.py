"""One-time codes that confirm an acceptance."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "acceptance_codes",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("agreement_id", sa.Uuid, nullable=False),
        sa.Column("graduate_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("terms_sha256", sa.Text, nullable=False),
        sa.Column("code_hash", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tries", sa.SmallInteger, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('open', 'undeliverable', 'used')", name=op.f("ck_acceptance_codes_state")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_acceptance_codes_tries")),
    )
    op.create_index("ix_acceptance_codes_agreement_id_asked_at", "acceptance_codes", ["agreement_id", "asked_at"])
    op.create_index("ix_acceptance_codes_graduate_id_asked_at", "acceptance_codes", ["graduate_id", "asked_at"])
    op.create_index("ix_acceptance_codes_asked_at", "acceptance_codes", ["asked_at"])


def downgrade() -> None:
    op.drop_table("acceptance_codes")
