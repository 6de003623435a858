"""Migrations over a database that is in use."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from common.database import Database
from common.migrations import upgrade
from common.settings import DatabaseSettings
from notifications.service import service
from tests.support.databases import Databases

NOTICE = (
    "INSERT INTO notices (id, event_id, audience, kind, title, body, link, occurred_at)"
    " VALUES (:id, :event, 'employer:1', 'k', 't', 'b', '/', now())"
)
DELIVERY = (
    "INSERT INTO deliveries (id, notice_id, channel, status, graduate_id, address_index, content, urgent,"
    " next_attempt_at, sent_at, created_at)"
    " VALUES (:id, :notice, :channel, 'sent', :graduate, :address, '{}', true, now(), now(), now())"
)


async def test_texts_and_own_inboxes_keep_what_was_sent_before(databases: Databases) -> None:
    dsn = await asyncio.to_thread(databases.empty, "notifications")
    await asyncio.to_thread(upgrade, service, dsn, "0001")
    database = Database(DatabaseSettings(url=SecretStr(dsn)), "test")
    notice = uuid4()
    wechat = {"id": uuid4(), "notice": notice, "channel": "wechat", "graduate": uuid4(), "address": None}
    code = {"id": uuid4(), "notice": None, "channel": "sms", "graduate": None, "address": "index"}
    try:
        await _run(database, NOTICE, id=notice, event=uuid4())
        for kept in (wechat, code, code | {"id": uuid4()}):
            await _run(database, DELIVERY, **kept)
        await asyncio.to_thread(upgrade, service, dsn)
        await _run(database, DELIVERY, **code | {"id": uuid4()})
        with pytest.raises(IntegrityError):
            await _run(database, DELIVERY, **wechat | {"id": uuid4()})
        async with database.transaction() as session:
            assert (await session.execute(text("SELECT count(*) FROM deliveries"))).scalar_one() == 4
    finally:
        await database.close()


async def _run(database: Database, sql: str, **values: Any) -> None:
    async with database.transaction() as session:
        await session.execute(text(sql), values)
