"""Taking graduates off the list, and what brings them back (guides/003 §4)."""

from uuid import uuid4

import pytest

from common.contracts.identity import GraduateCorrected, GraduateEnrolled, GraduateRemoved
from common.testing.harness import ServiceHarness
from tests.identity.roster.support import (
    OTHER_CODE,
    centre,
    department,
    enrol,
    graduate_id_of,
    school,
    service_account,
    upload,
)

REASON = {"reason": "退学"}


async def remove(identity: ServiceHarness, graduate_id: str) -> None:
    answer = await identity.client(school()).post(f"/v1/graduates/{graduate_id}/remove", json=REASON)
    assert answer.status_code == 204, answer.text


class TestRemoval:
    async def test_says_so_with_the_next_version(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 3)
        graduate_id = await graduate_id_of(identity, rows[0]["姓名"])
        await remove(identity, graduate_id)
        (said,) = await identity.emitted(GraduateRemoved)
        assert (str(said.graduate_id), said.reason, said.on_roster, said.may_sign) == (
            graduate_id,
            "退学",
            False,
            False,
        )
        assert [one.sequence for one in await identity.envelopes() if one.subject == graduate_id] == [1, 2]

    async def test_takes_the_row_off_the_list_and_leaves_it_readable(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 3)
        graduate_id = await graduate_id_of(identity, rows[0]["姓名"])
        await remove(identity, graduate_id)
        client = identity.client(school())
        assert len((await client.get("/v1/graduates")).json()["items"]) == 2
        (gone,) = (await client.get("/v1/graduates", params={"on_roster": False})).json()["items"]
        assert (gone["id"], gone["removed_because"], gone["may_sign"]) == (graduate_id, "退学", False)
        newest = (await client.get(f"/v1/graduates/{graduate_id}/versions")).json()["items"][0]
        assert {change["label"]: change["after"] for change in newest["changes"]} == {
            "移出名单原因": "退学",
            "是否可以签约": "否",
        }
        particulars = await identity.client(service_account()).get(
            f"/v1/graduates/{graduate_id}/versions/1/particulars"
        )
        assert particulars.json()["may_sign"] is True

    async def test_twice_is_refused(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        graduate_id = await graduate_id_of(identity, rows[0]["姓名"])
        await remove(identity, graduate_id)
        answer = await identity.client(school()).post(f"/v1/graduates/{graduate_id}/remove", json=REASON)
        assert (answer.status_code, answer.json()["code"]) == (409, "identity.graduate_already_removed")
        assert answer.json()["who_can_change"]

    async def test_needs_a_reason(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        path = f"/v1/graduates/{await graduate_id_of(identity, rows[0]['姓名'])}/remove"
        for body in ({}, {"reason": " "}, {"reason": "甲" * 201}, {"reason": "退学", "may_sign": True}):
            assert (await identity.client(school()).post(path, json=body)).status_code == 422
        assert await identity.emitted(GraduateRemoved) == []

    async def test_is_the_schools_own(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        path = f"/v1/graduates/{await graduate_id_of(identity, rows[0]['姓名'])}/remove"
        assert (await identity.client(school(OTHER_CODE)).post(path, json=REASON)).status_code == 404
        unknown = f"/v1/graduates/{uuid4()}/remove"
        assert (await identity.client(school()).post(unknown, json=REASON)).status_code == 404
        for actor in (centre(), department(rows[0]["院系"]), service_account()):
            assert (await identity.client(actor).post(path, json=REASON)).status_code == 403
        assert await identity.emitted(GraduateRemoved) == []


class TestReturn:
    async def test_by_the_next_import_is_an_enrolment_again(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 2)
        graduate_id = await graduate_id_of(identity, rows[0]["姓名"])
        await remove(identity, graduate_id)
        report = (await upload(identity, rows)).json()
        assert (report["new"], report["changed"], report["unchanged"]) == (0, 1, 1)
        *_, back = await identity.emitted(GraduateEnrolled)
        assert (str(back.graduate_id), back.on_roster, back.may_sign) == (graduate_id, True, True)
        assert await identity.emitted(GraduateCorrected) == []
        assert (await identity.envelopes())[-1].sequence == 3
        assert await graduate_id_of(identity, rows[0]["姓名"]) == graduate_id

    @pytest.mark.parametrize("again", [True, False])
    async def test_under_another_exam_number_is_a_new_row(self, identity: ServiceHarness, again: bool) -> None:
        rows = await enrol(identity, 1)
        await remove(identity, await graduate_id_of(identity, rows[0]["姓名"]))
        other = dict(rows[0], 考生号="99990108159999")
        assert (await upload(identity, [other])).json()["new"] == 1
        if again:  # the old 考生号 comes back beside the new one
            answer = await upload(identity, [rows[0]])
            assert answer.status_code == 422
            assert "99990108159999" in answer.json()["errors"][0]["reason"]
