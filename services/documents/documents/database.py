"""The tables of documents hang on this base."""

from sqlalchemy.orm import DeclarativeBase

from common.database import service_metadata


class Base(DeclarativeBase):
    """Base of all tables of documents."""

    metadata = service_metadata()
