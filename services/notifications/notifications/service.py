"""The one place where notifications is put together."""

from pathlib import Path

from common.service import Service
from notifications.bindings.routes import router as bindings
from notifications.database import Base
from notifications.deliveries.routes import RECEIPTS_PATH
from notifications.deliveries.routes import router as receipts
from notifications.inbox.routes import router as inbox
from notifications.jobs import jobs
from notifications.reactions import reactions
from notifications.resources import notifications_resources
from notifications.settings import NotificationsSettings
from notifications.text_messages.routes import router as text_messages

service = Service(
    name="notifications",
    title="消息通知服务",
    settings=NotificationsSettings,
    metadata=Base.metadata,
    migrations=Path(__file__).parents[1] / "migrations",
    routers=[inbox, bindings, text_messages, receipts],
    reactions=reactions,
    jobs=jobs,
    public_paths=frozenset({RECEIPTS_PATH}),
    resources=notifications_resources,
)
