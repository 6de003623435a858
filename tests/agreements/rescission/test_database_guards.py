"""What must never be true of a request is refused by the database as well."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.agreements.rescission.conftest import Signed
from tests.agreements.rescission.support import ask
from tests.agreements.world import World

WRONG = [
    ("form = 'unknown'", "form"),
    ("by = 'school'", "by"),
    ("form = 'forced', by = 'employer', force_detail = 'x', force_file_ids = '[1]'", "by"),
    ("form = 'offline'", "proof"),
    ("review_mode = 'centre'", "review_mode"),
    ("outcome = 'unknown', decided_at = now()", "outcome"),
    ("outcome = 'declined'", "decided"),
    ("decided_at = now()", "decided"),
    ("ruling = 'mutual'", "ruling"),
    ("form = 'offline', file_ids = '[1]', outcome = 'rescinded', decided_at = now()", "ruling"),
    ("form = 'offline', file_ids = '[1]', outcome = 'rescinded', decided_at = now(), ruling = 'x'", "ruling"),
    ("outcome = 'rejected', decided_at = now()", "rejected"),
    ("reject_detail = 'x'", "rejected"),
    ("form = 'forced'", "forced"),
    ("form = 'forced', force_detail = 'x'", "forced"),
    ("force_detail = 'x', force_file_ids = '[1]'", "forced"),
]


class TestRescissions:
    @pytest.mark.parametrize(("columns", "rule"), WRONG)
    async def test_are_whole(self, world: World, signed: Signed, columns: str, rule: str) -> None:
        await ask(world, signed.person, signed.id)
        assert f"ck_rescissions_{rule}" in await refused(world, f"UPDATE rescissions SET {columns}")

    async def test_an_agreement_has_one_open_request(self, world: World, signed: Signed) -> None:
        await ask(world, signed.person, signed.id)
        columns = "agreement_id, graduate_id, cohort, form, by, applicant_id, applicant_name, reason, asked_at"
        again = f"INSERT INTO rescissions (id, {columns}) SELECT gen_random_uuid(), {columns} FROM rescissions"
        assert "uq_rescissions_one_open_per_agreement" in await refused(world, again)


async def refused(world: World, sql: str) -> str:
    """What the database says."""
    with pytest.raises(DBAPIError) as fault:
        async with world.harness.context.database.transaction() as session:
            await session.execute(text(sql))
    return str(fault.value.orig)
