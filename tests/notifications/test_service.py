"""How the service is put together: migrations, constraints, access, public paths."""

from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fastapi.routing import APIRoute
from sqlalchemy import CheckConstraint, Connection, text
from sqlalchemy.exc import IntegrityError

from common.app import describe_app
from common.testing.harness import ServiceHarness
from notifications.service import service

NOTICE = (
    "INSERT INTO notices (id, event_id, audience, kind, title, body, link, occurred_at)"
    " VALUES (:id, :event, :audience, 'k', 't', 'b', '/', now())"
)
DELIVERY = (
    "INSERT INTO deliveries (id, channel, status, graduate_id, address_index, content, urgent, next_attempt_at,"
    " created_at) VALUES (:id, :channel, :status, :graduate, :address, '{}', false, now(), now())"
)

TEXT = (
    "INSERT INTO deliveries (id, notice_id, channel, status, employer_id, recipient_id, graduate_id, content, urgent,"
    " next_attempt_at, created_at)"
    " VALUES (:id, :notice, 'sms', 'queued', :employer, :recipient, :graduate, '{}', false, now(), now())"
)


async def test_migrations_build_what_the_models_say(harness: ServiceHarness) -> None:
    def compare(connection: Connection) -> Any:
        return compare_metadata(MigrationContext.configure(connection), service.metadata)

    async with harness.context.database.engine.connect() as connection:
        assert await connection.run_sync(compare) == []


async def test_checks_of_the_models_are_those_of_the_migrations(harness: ServiceHarness) -> None:
    """Autogeneration does not see CHECK constraints."""
    found = {row.conname for row in await harness.rows("SELECT conname FROM pg_constraint WHERE contype = 'c'")}
    wanted = {
        str(constraint.name)
        for table in service.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert wanted
    assert found & wanted == wanted


class TestConstraints:
    async def refuses(self, harness: ServiceHarness, sql: str, **values: Any) -> bool:
        try:
            async with harness.context.database.transaction() as session:
                await session.execute(text(sql), values)
        except IntegrityError:
            return True
        return False

    @pytest.mark.parametrize(
        ("audience", "refused"),
        [
            ("centre", False),
            ("school:10001", False),
            ("employer_user:1", False),
            ("", True),
            ("school:", True),
            ("everybody", True),
        ],
    )
    async def test_a_notice_is_addressed_to_somebody(
        self, harness: ServiceHarness, audience: str, refused: bool
    ) -> None:
        assert await self.refuses(harness, NOTICE, id=uuid4(), event=uuid4(), audience=audience) is refused

    async def test_an_event_tells_an_audience_once(self, harness: ServiceHarness) -> None:
        event = uuid4()
        assert not await self.refuses(harness, NOTICE, id=uuid4(), event=event, audience="centre")
        assert await self.refuses(harness, NOTICE, id=uuid4(), event=event, audience="centre")
        assert not await self.refuses(harness, NOTICE, id=uuid4(), event=event, audience="school:10001")

    @pytest.mark.parametrize(
        ("channel", "status", "graduate", "address", "refused"),
        [
            ("wechat", "queued", True, None, False),
            ("sms", "queued", False, "index", False),
            ("wechat", "queued", False, None, True),
            ("sms", "queued", True, None, False),
            ("sms", "queued", False, None, True),
            ("pigeon", "queued", True, "index", True),
            ("wechat", "lost", True, None, True),
            ("wechat", "sent", True, None, True),
        ],
    )
    async def test_a_delivery_has_a_way_and_a_state(
        self, harness: ServiceHarness, channel: str, status: str, graduate: bool, address: str | None, refused: bool
    ) -> None:
        whose = uuid4() if graduate else None
        values = {"id": uuid4(), "channel": channel, "status": status, "graduate": whose, "address": address}
        assert await self.refuses(harness, DELIVERY, **values) is refused

    async def test_a_notice_goes_once_to_each_person_over_each_channel(self, harness: ServiceHarness) -> None:
        notice, one, other = uuid4(), uuid4(), uuid4()
        await self.refuses(harness, NOTICE, id=notice, event=uuid4(), audience="centre")
        for recipient, refused in ((one, False), (other, False), (one, True), (None, False), (None, True)):
            values = {"id": uuid4(), "notice": notice, "employer": one, "recipient": recipient, "graduate": other}
            assert await self.refuses(harness, TEXT, **values) is refused

    async def test_codes_have_no_notice_and_are_as_many_as_they_are(self, harness: ServiceHarness) -> None:
        for _ in range(2):
            values = {"id": uuid4(), "channel": "sms", "status": "queued", "graduate": None, "address": "index"}
            assert not await self.refuses(harness, DELIVERY, **values)

    async def test_a_user_who_is_written_to_belongs_to_an_employer(self, harness: ServiceHarness) -> None:
        values = {"id": uuid4(), "notice": None, "employer": None, "recipient": uuid4(), "graduate": None}
        assert await self.refuses(harness, TEXT, **values)


class TestAccess:
    def test_every_route_says_who_may_ask_or_is_on_the_list(self) -> None:
        open_routes = {route.path for route in _routes() if not _has_actor(route)}
        assert open_routes == service.public_paths == {"/v1/sms-receipts/{supplier}"}

    def test_every_route_has_a_chinese_summary(self) -> None:
        assert all(route.summary and not route.summary.isascii() for route in _routes())

    def test_describes_itself(self) -> None:
        assert set(describe_app(service).openapi()["paths"]) == {
            "/v1/notices",
            "/v1/notices/read-all",
            "/v1/notices/{notice_id}/read",
            "/v1/wechat-binding",
            "/v1/text-messages",
            "/v1/text-messages/to-graduates",
            "/v1/sms-receipts/{supplier}",
        }


def _routes() -> list[APIRoute]:
    return [route for router in service.routers for route in router.routes if isinstance(route, APIRoute)]


def _has_actor(route: APIRoute) -> bool:
    todo = list(route.dependant.dependencies)
    while todo:
        dependency = todo.pop()
        if hasattr(dependency.call, "allowed_actors"):
            return True
        todo += dependency.dependencies
    return False
