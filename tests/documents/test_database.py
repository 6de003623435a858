"""The migrations build what the models say, and the database keeps the rules."""

import asyncio
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import CheckConstraint, Connection, inspect
from sqlalchemy.exc import IntegrityError

from common.database import Database
from common.settings import DatabaseSettings
from common.testing.harness import ServiceHarness
from documents.database import Base
from documents.service import service
from tests.documents.issuing import issue
from tests.documents.peers import FakePeers
from tests.support.databases import Databases


class TestMigrations:
    async def test_build_what_the_models_say(self, databases: Databases) -> None:
        dsn = await asyncio.to_thread(databases.fresh, service)
        database = Database(DatabaseSettings(url=SecretStr(dsn)), "test")
        try:
            async with database.engine.connect() as connection:
                assert await connection.run_sync(_differences) == []
                assert await connection.run_sync(_checks) == _declared_checks()
        finally:
            await database.close()


class TestConstraints:
    @pytest.mark.parametrize(
        ("change", "broken"),
        [
            ({"owner": "'province:33'"}, "ck_files_owner_known"),
            ({"size": "0"}, "ck_files_not_empty"),
            ({"sha256": "'abc'"}, "ck_files_sha256_in_hexadecimal"),
        ],
    )
    async def test_of_files(self, documents: ServiceHarness, change: dict[str, str], broken: str) -> None:
        row = {
            "id": "gen_random_uuid()",
            "owner": "'school:10335'",
            "purpose": "'rescission_proof'",
            "name": "'a.png'",
            "media_type": "'image/png'",
            "size": "1",
            "sha256": "repeat('a', 64)",
            "uploaded_by": "'school_user:1'",
            "uploaded_at": "now()",
        } | change
        insert = f"INSERT INTO files ({', '.join(row)}) VALUES ({', '.join(row.values())}) RETURNING id"
        with pytest.raises(IntegrityError, match=broken):
            await documents.rows(insert)

    @pytest.mark.parametrize(
        ("change", "broken"),
        [
            ("pages = 0", "ck_agreement_documents_not_empty"),
            ("sha256 = 'abc'", "ck_agreement_documents_sha256_in_hexadecimal"),
            ("agreement_id = gen_random_uuid()", "fk_agreement_documents_agreement_id"),
        ],
    )
    async def test_of_agreements(self, documents: ServiceHarness, peers: FakePeers, change: str, broken: str) -> None:
        await issue(documents, peers.sign().news())
        with pytest.raises(IntegrityError, match=broken):
            await documents.rows(f"UPDATE agreement_documents SET {change} RETURNING number")

    async def test_a_number_stands_on_one_document_only(self, documents: ServiceHarness, peers: FakePeers) -> None:
        for _ in range(2):
            await issue(documents, peers.sign().news())
        assert len(await documents.rows("SELECT * FROM agreement_documents")) == 1


def _differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def _checks(connection: Connection) -> set[str]:
    looked = inspect(connection)
    return {str(check["name"]) for table in looked.get_table_names() for check in looked.get_check_constraints(table)}


def _declared_checks() -> set[str]:
    tables = Base.metadata.tables.values()
    return {str(c.name) for table in tables for c in table.constraints if isinstance(c, CheckConstraint)}
