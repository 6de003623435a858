"""Where the workers share the token: fetching one of their own would end everybody else's."""

from datetime import datetime

from sqlalchemy import DateTime, Text
from sqlalchemy.orm import Mapped, mapped_column

from notifications.database import Base


class WeChatToken(Base):
    """The newest access token of an account, encrypted."""

    __tablename__ = "wechat_tokens"

    appid: Mapped[str] = mapped_column(Text, primary_key=True)
    token: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
