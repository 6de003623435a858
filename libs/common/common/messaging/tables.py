"""The messaging tables that every service's database has."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)

OUTBOX = "outbox"
INBOX = "inbox"
DEAD_LETTERS = "dead_letters"

NOTIFY_SQL = (
    """CREATE FUNCTION outbox_wake() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_notify('outbox', ''); RETURN NULL; END $$""",
    "CREATE TRIGGER outbox_wake AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_wake()",
)
"""Wakes the relay at commit. Part of each service's first migration."""


def messaging_tables(metadata: MetaData) -> None:
    """Add outbox, inbox and dead letters to a service's metadata."""
    Table(
        OUTBOX,
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("event_id", Uuid, nullable=False, unique=True),
        Column("type", Text, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("available_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Index("ix_outbox_available_at_id", "available_at", "id"),
    )
    Table(
        INBOX,
        metadata,
        Column("consumer", Text, primary_key=True),
        Column("event_id", Uuid, primary_key=True),
        Column("received_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Index("ix_inbox_received_at", "received_at"),
    )
    Table(
        DEAD_LETTERS,
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("consumer", Text, nullable=False),
        Column("event_id", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("reason", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("died_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        UniqueConstraint("consumer", "event_id"),
    )
