"""Deliveries to the outside, and how much of a channel's day is used."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Text,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from notifications.database import Base


class Delivery(Base):
    """One message to one person over one channel.

    `id` is the id that suppliers know, so that they send it once. `next_attempt_at` is also the lease: a sender moves
    it ahead before sending, so that nobody else takes the row until the sender is done or dead.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint("channel IN ('wechat', 'sms')", name="channel"),
        CheckConstraint("status IN ('queued', 'sent', 'delivered', 'failed', 'abandoned')", name="status"),
        CheckConstraint("channel <> 'wechat' OR graduate_id IS NOT NULL", name="wechat_has_a_graduate"),
        CheckConstraint(
            "channel <> 'sms' OR num_nonnulls(address_index, graduate_id, recipient_id) > 0", name="sms_has_somebody"
        ),
        CheckConstraint("recipient_id IS NULL OR employer_id IS NOT NULL", name="recipient_has_an_employer"),
        CheckConstraint("status NOT IN ('sent', 'delivered') OR sent_at IS NOT NULL", name="sent_has_a_time"),
        # A notice goes to a person once over each channel. Codes have no notice.
        Index(
            "uq_deliveries_notice_id_channel_recipient_id",
            "notice_id",
            "channel",
            "recipient_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where="notice_id IS NOT NULL",
        ),
        Index("ix_deliveries_queue", "channel", "urgent", "next_attempt_at", postgresql_where="status = 'queued'"),
        Index("ix_deliveries_address", "address_index", "created_at", postgresql_where="address_index IS NOT NULL"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    graduate_id: Mapped[UUID | None] = mapped_column(Uuid)
    employer_id: Mapped[UUID | None] = mapped_column(Uuid)
    recipient_id: Mapped[UUID | None] = mapped_column(Uuid)
    """The employer's user who is written to. The number is asked for when it is needed, and never kept."""
    address_masked: Mapped[str | None] = mapped_column(Text)
    address_index: Mapped[str | None] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Template and fields of a WeChat message, in their order, with the text message that would take its place as
    `sms`; template and values of a text message; of a code the template's name alone."""
    urgent: Mapped[bool] = mapped_column(Boolean)
    """Does not wait for the morning: codes, and notices whose deadline comes before it."""
    send_count: Mapped[int] = mapped_column(Integer, server_default="0")
    next_attempt_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    supplier: Mapped[str | None] = mapped_column(Text)
    supplier_message_id: Mapped[str | None] = mapped_column(Text)
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ChannelDay(Base):
    """What a channel has sent on a day in Asia/Shanghai, and until when it rests."""

    __tablename__ = "channel_days"

    channel: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    used: Mapped[int] = mapped_column(Integer, server_default="0")
    paused_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
