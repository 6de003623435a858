"""The one clock. Aware UTC inside; Asia/Shanghai for every rule that speaks of days."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def shanghai_date(moment: datetime) -> date:
    """The calendar day of a moment as people in China read it."""
    return moment.astimezone(SHANGHAI).date()


def today() -> date:
    """Today's calendar day in Asia/Shanghai."""
    return shanghai_date(now())


def shanghai_midnight(day: date) -> datetime:
    """00:00:00 of a Shanghai day, as aware UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
