"""Cases of “这不是我签的”, notes of talks before voiding, and what the school has amended."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"

MOMENT = sa.DateTime(timezone=True)
RULES = {
    "outcome": "outcome IN ('upheld', 'dismissed', 'lapsed')",
    "decided": "(outcome IS NULL) = (decided_at IS NULL)",
    "answered": (
        "(answer IS NOT NULL) = (outcome IS NOT NULL AND outcome <> 'lapsed')"
        " AND (answer IS NULL) = (decided_by IS NULL)"
    ),
}


def upgrade() -> None:
    op.add_column("agreements", sa.Column("amended", JSONB(none_as_null=True)))
    op.create_table(
        "disputes",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("agreement_id", sa.Uuid, sa.ForeignKey("agreements.id"), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("file_ids", JSONB, nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.Column("outcome", sa.Text),
        sa.Column("decided_by", sa.Text),
        sa.Column("answer", sa.Text),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_disputes_{name}")) for name, rule in RULES.items()),
    )
    op.create_index(
        "uq_disputes_one_undecided",
        "disputes",
        ["agreement_id"],
        unique=True,
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index("ix_disputes_agreement_id_id", "disputes", ["agreement_id", "id"])
    op.create_table(
        "voidings",
        sa.Column("agreement_id", sa.Uuid, sa.ForeignKey("agreements.id"), primary_key=True),
        sa.Column("voided_at", MOMENT, nullable=False),
        sa.Column("voided_by", sa.Text, nullable=False),
        sa.Column("talk", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("voidings")
    op.drop_table("disputes")
    op.drop_column("agreements", "amended")
