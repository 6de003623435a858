"""The copy of uploads: which can be handed in, by whom, and for what."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from pydantic import TypeAdapter, ValidationError

from agreements.files import commands, queries
from agreements.files.schemas import FileIds, OptionalFileIds
from common.auth.actors import EmployerUser, SchoolUser
from common.errors import Invalid
from tests.agreements.files.support import ids, owner_key, uploaded
from tests.agreements.world import World


async def claim(world: World, file_ids: Sequence[UUID], owner: str, *purposes: str) -> list[tuple[str, str]]:
    """The faults: field and reason."""
    async with world.harness.context.database.transaction() as session:
        try:
            await commands.claim_files(session, file_ids, owner=owner, purposes=purposes)
        except Invalid as refused:
            return [(fault.field, fault.reason) for fault in refused.errors]
    return []


class TestClaim:
    async def test_takes_ones_own_files_of_the_purpose(self, world: World) -> None:
        person = await world.graduate()
        files = ids(await uploaded(world, person, "agreement_proof"), await uploaded(world, person, "agreement_copy"))
        assert await claim(world, files, owner_key(person), "agreement_proof", "agreement_copy") == []

    async def test_names_every_fault(self, world: World) -> None:
        person, other = await world.graduate(), await world.graduate()
        files = ids(
            await uploaded(world, person, "agreement_copy"),
            await uploaded(world, other, "agreement_copy"),
            str(uuid4()),
            await uploaded(world, person, "rescission_proof"),
        )
        assert await claim(world, files, owner_key(person), "agreement_copy") == [
            ("file_ids.1", "没有找到该文件"),
            ("file_ids.2", "没有找到该文件"),
            ("file_ids.3", "上传时的用途应为“盖章的就业协议”"),
        ]

    async def test_knows_nothing_of_files_for_other_services(self, world: World) -> None:
        person = await world.graduate()
        await uploaded(world, person, "destination_proof")
        assert await world.harness.rows("SELECT 1 FROM known_files") == []

    async def test_the_news_may_come_twice_and_in_any_order(self, world: World) -> None:
        person = await world.graduate()
        file_id = uuid4()
        for owner in (person, person):
            await uploaded(world, owner, "agreement_copy", file_id=file_id)
        assert await claim(world, [file_id], owner_key(person), "agreement_copy") == []


class TestArrival:
    async def test_waits_for_news_that_is_a_moment_late(self, world: World) -> None:
        person, file_id = await world.graduate(), uuid4()
        context = world.harness.context
        patient = context.settings.model_copy(update={"file_wait_seconds": 30.0})
        waiting = asyncio.create_task(queries.await_files(replace(context, settings=patient), [file_id]))
        await asyncio.sleep(0)
        assert not waiting.done()
        await uploaded(world, person, "agreement_copy", file_id=file_id)
        await asyncio.wait_for(waiting, 10)

    async def test_does_not_wait_for_ever(self, world: World) -> None:
        await asyncio.wait_for(queries.await_files(world.harness.context, [uuid4()]), 10)


class TestOwner:
    def test_is_written_as_documents_writes_it(self) -> None:
        employer_id = uuid4()
        assert (
            queries.owner_of(EmployerUser(id=uuid4(), name="甲", employer_id=employer_id)) == f"employer:{employer_id}"
        )
        assert queries.owner_of(SchoolUser(id=uuid4(), name="王老师", school_code="19901")) == "school:19901"


class TestLists:
    @pytest.mark.parametrize("number", [0, 10])
    def test_of_files_have_one_to_nine(self, number: int) -> None:
        with pytest.raises(ValidationError):
            TypeAdapter(FileIds).validate_python([uuid4() for _ in range(number)])

    def test_may_be_empty_where_files_are_optional(self) -> None:
        assert TypeAdapter(OptionalFileIds).validate_python([]) == []

    def test_name_each_file_once(self) -> None:
        with pytest.raises(ValidationError, match="同一文件只能提交一次"):
            TypeAdapter(FileIds).validate_python([UUID(int=1), UUID(int=1)])
