"""The metadata of stats' own database."""

from sqlalchemy.orm import DeclarativeBase

from common.database import service_metadata


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = service_metadata()
