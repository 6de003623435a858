"""What the database itself refuses, and that the migrations make what the models say."""

from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from common.testing.harness import ServiceHarness
from destinations.database import Base

ROW = """INSERT INTO destinations
    (id, version, status, destination_code, fields, review_mode, review_step, reject_reason, submitted_at, updated_at,
     graduate_id, cohort, school_code, school_name, graduate_name, id_number_masked, department, level_code, major_name)
    VALUES (:id, 1, :status, '71', '{}', :mode, :step, :reason, now(), now(),
            :graduate, 2027, '19901', '校', '名', '1', '系', '31', '专业') RETURNING id"""


def row(**changes: Any) -> dict[str, Any]:
    values = {"id": uuid4(), "status": "approved", "mode": "school_only", "step": None, "reason": None}
    return values | {"graduate": uuid4()} | changes


class TestConstraints:
    @pytest.mark.parametrize(
        "changes",
        [
            {"status": "done"},
            {"status": "in_review"},
            {"step": "school"},
            {"status": "in_review", "step": "province"},
            {"mode": "nobody"},
            {"status": "rejected"},
            {"reason": "不实"},
        ],
    )
    async def test_refuse_a_registration_that_cannot_be(
        self, destinations: ServiceHarness, changes: dict[str, Any]
    ) -> None:
        with pytest.raises(IntegrityError):
            await destinations.rows(ROW, **row(**changes))

    @pytest.mark.parametrize("second", ["draft", "in_review", "approved"])
    async def test_refuse_a_second_current_registration(self, destinations: ServiceHarness, second: str) -> None:
        graduate = uuid4()
        await destinations.rows(ROW, **row(graduate=graduate))
        step = "school" if second == "in_review" else None
        with pytest.raises(IntegrityError, match="uq_destinations_one_current_per_graduate"):
            await destinations.rows(ROW, **row(graduate=graduate, status=second, step=step))

    async def test_allow_any_number_of_finished_ones(self, destinations: ServiceHarness) -> None:
        graduate = uuid4()
        for status in ("voided", "voided", "approved"):
            await destinations.rows(ROW, **row(graduate=graduate, status=status))

    async def test_refuse_an_outcome_without_source(self, destinations: ServiceHarness) -> None:
        with pytest.raises(IntegrityError):
            await destinations.rows(
                "INSERT INTO outcomes VALUES (:id, 1, 2027, '19901', NULL, 'agreement', now()) RETURNING 1", id=uuid4()
            )


class TestMigrations:
    async def test_make_what_the_models_say(self, destinations: ServiceHarness) -> None:
        def differences(connection: Connection) -> list[Any]:
            return compare_metadata(MigrationContext.configure(connection), Base.metadata)

        async with destinations.context.database.engine.connect() as connection:
            assert await connection.run_sync(differences) == []
