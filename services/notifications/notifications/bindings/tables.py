"""Which WeChat account belongs to whom."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from notifications.database import Base


class WeChatAccount(Base):
    """A person's WeChat account. One account belongs to one person: notices must not reach a roommate."""

    __tablename__ = "wechat_accounts"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    openid: Mapped[str] = mapped_column(Text)
    """Encrypted."""
    openid_index: Mapped[str] = mapped_column(Text, unique=True)
    bound_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class WeChatBinding(Base):
    """Events name a graduate of one cohort; this says which person that is."""

    __tablename__ = "wechat_bindings"

    graduate_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("wechat_accounts.person_id", ondelete="CASCADE"), index=True)
