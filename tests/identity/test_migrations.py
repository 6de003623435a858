"""The migrations build exactly what the models say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, text

from common.testing.harness import ServiceHarness
from identity.service import service

CHECKS = text("SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace")


class TestMigrations:
    async def test_end_at_the_models(self, identity: ServiceHarness) -> None:
        def differences(connection: Connection) -> list[object]:
            context = MigrationContext.configure(connection, opts={"compare_server_default": True})
            return compare_metadata(context, service.metadata)

        async with identity.context.database.engine.connect() as connection:
            assert await connection.run_sync(differences) == []

    async def test_carry_every_check_of_the_models(self, identity: ServiceHarness) -> None:
        modelled = {
            str(check.name)
            for table in service.metadata.tables.values()
            for check in table.constraints
            if isinstance(check, CheckConstraint)
        }
        async with identity.context.database.engine.connect() as connection:
            found = await connection.scalars(CHECKS)
            assert set(found) == modelled
