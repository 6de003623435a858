"""The metadata of this service's database."""

from sqlalchemy.orm import DeclarativeBase

from common.database import service_metadata


class Base(DeclarativeBase):
    """All tables of notifications."""

    metadata = service_metadata()
