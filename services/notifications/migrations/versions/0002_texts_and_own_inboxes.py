"""Notices by text message, and inboxes of single employer users."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

AUDIENCE = "audience ~ '^(employer|employer_user|graduate|school|department):.' OR audience = 'centre'"
SMS = "channel <> 'sms' OR num_nonnulls(address_index, graduate_id, recipient_id) > 0"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _loosen("notices", "audience", AUDIENCE)
    op.add_column("deliveries", sa.Column("employer_id", sa.Uuid))
    op.add_column("deliveries", sa.Column("recipient_id", sa.Uuid))
    op.drop_constraint(op.f("ck_deliveries_sms_has_a_number"), "deliveries")
    _check("deliveries", "sms_has_somebody", SMS)
    _check("deliveries", "recipient_has_an_employer", "recipient_id IS NULL OR employer_id IS NOT NULL")
    op.drop_constraint("uq_deliveries_notice_id_channel", "deliveries")
    op.create_index(
        "uq_deliveries_notice_id_channel_recipient_id",
        "deliveries",
        ["notice_id", "channel", "recipient_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("notice_id IS NOT NULL"),
    )
    _text_orders()


def _text_orders() -> None:
    op.create_table(
        "text_orders",
        sa.Column("notice_id", sa.Uuid, nullable=False),
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True)),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.Text),
        sa.PrimaryKeyConstraint("notice_id", name="pk_text_orders"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_text_orders_notice_id", ondelete="CASCADE"),
    )
    op.create_index("ix_text_orders_next_attempt_at", "text_orders", ["next_attempt_at"])


def _loosen(table: str, name: str, rule: str) -> None:
    op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
    _check(table, name, rule)


def _check(table: str, name: str, rule: str) -> None:
    """Known to hold for every row there is, because the rule before it was stricter: looked at without a lock."""
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({rule}) NOT VALID")
    op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT ck_{table}_{name}")
