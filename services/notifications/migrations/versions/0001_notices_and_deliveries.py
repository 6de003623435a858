"""Notices, read marks, deliveries, WeChat bindings and token."""

import sqlalchemy as sa
from alembic import op

from common.migrations import create_shared_tables

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_shared_tables(op)
    _inbox()
    _deliveries()
    _wechat()


def _inbox() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("deadline", MOMENT),
        sa.Column("occurred_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("event_id", "audience", name="uq_notices_event_id_audience"),
        sa.CheckConstraint(
            "audience ~ '^(employer|graduate|school|department):.' OR audience = 'centre'",
            name=op.f("ck_notices_audience"),
        ),
    )
    op.create_index("ix_notices_audience_id", "notices", ["audience", "id"])
    op.create_table(
        "notice_reads",
        sa.Column("notice_id", sa.Uuid, nullable=False),
        sa.Column("reader_id", sa.Uuid, nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("notice_id", "reader_id", name="pk_notice_reads"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_notice_reads_notice_id", ondelete="CASCADE"),
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("notice_id", sa.Uuid),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("graduate_id", sa.Uuid),
        sa.Column("address_masked", sa.Text),
        sa.Column("address_index", sa.Text),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("send_count", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_attempt_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("supplier", sa.Text),
        sa.Column("supplier_message_id", sa.Text),
        sa.Column("last_error", sa.Text),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_deliveries_notice_id", ondelete="CASCADE"),
        sa.UniqueConstraint("notice_id", "channel", name="uq_deliveries_notice_id_channel"),
        sa.CheckConstraint("channel IN ('wechat', 'sms')", name=op.f("ck_deliveries_channel")),
        sa.CheckConstraint(
            "status IN ('queued', 'sent', 'delivered', 'failed', 'abandoned')", name=op.f("ck_deliveries_status")
        ),
        sa.CheckConstraint(
            "channel <> 'wechat' OR graduate_id IS NOT NULL", name=op.f("ck_deliveries_wechat_has_a_graduate")
        ),
        sa.CheckConstraint(
            "channel <> 'sms' OR address_index IS NOT NULL", name=op.f("ck_deliveries_sms_has_a_number")
        ),
        sa.CheckConstraint(
            "status NOT IN ('sent', 'delivered') OR sent_at IS NOT NULL", name=op.f("ck_deliveries_sent_has_a_time")
        ),
    )
    op.create_index(
        "ix_deliveries_queue",
        "deliveries",
        ["channel", "urgent", "next_attempt_at"],
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_index(
        "ix_deliveries_address",
        "deliveries",
        ["address_index", "created_at"],
        postgresql_where=sa.text("address_index IS NOT NULL"),
    )
    op.create_table(
        "channel_days",
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("used", sa.Integer, nullable=False, server_default="0"),
        sa.Column("paused_until", MOMENT),
        sa.PrimaryKeyConstraint("channel", "day", name="pk_channel_days"),
    )


def _wechat() -> None:
    op.create_table(
        "wechat_accounts",
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("openid", sa.Text, nullable=False),
        sa.Column("openid_index", sa.Text, nullable=False),
        sa.Column("bound_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_wechat_accounts"),
        sa.UniqueConstraint("openid_index", name="uq_wechat_accounts_openid_index"),
    )
    op.create_table(
        "wechat_bindings",
        sa.Column("graduate_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("graduate_id", name="pk_wechat_bindings"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["wechat_accounts.person_id"],
            name="fk_wechat_bindings_person_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_wechat_bindings_person_id", "wechat_bindings", ["person_id"])
    op.create_table(
        "wechat_tokens",
        sa.Column("appid", sa.Text, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("appid", name="pk_wechat_tokens"),
    )
