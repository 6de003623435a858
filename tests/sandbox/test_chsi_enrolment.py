"""The enrolment record of 学信网, and how people get into it."""

from typing import Any

import httpx
import pytest

from tests.sandbox.support import ID_NUMBER, PERSON, enrolment, put_person, token_for

PEOPLE = "/sandbox/chsi/people"


class TestEnrolment:
    async def test_shows_account_and_records_and_no_password(self, client: httpx.AsyncClient) -> None:
        record = (await enrolment(client, await token_for(client))).json()
        subject = record.pop("subject")
        expected = {key: value for key, value in PERSON.items() if key != "password"}
        assert record == {"id_number": ID_NUMBER, **expected}
        assert ID_NUMBER not in subject

    async def test_shows_the_same_subject_at_every_login(self, client: httpx.AsyncClient) -> None:
        subjects = {(await enrolment(client, await token_for(client))).json()["subject"] for _ in range(2)}
        assert len(subjects) == 1

    async def test_shows_what_was_changed_since_the_login(self, client: httpx.AsyncClient) -> None:
        token = await token_for(client)
        await put_person(client, enrolments=[])
        assert (await enrolment(client, token)).json()["enrolments"] == []

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic x"])
    async def test_needs_a_token(self, client: httpx.AsyncClient, header: str) -> None:
        response = await client.get("/chsi/api/v1/enrolment", headers={"Authorization": header})
        assert response.status_code == 401
        assert response.headers["www-authenticate"].startswith("Bearer")

    async def test_refuses_the_token_of_somebody_who_was_forgotten(self, client: httpx.AsyncClient) -> None:
        token = await token_for(client)
        await client.delete(PEOPLE)
        assert (await enrolment(client, token)).status_code == 401


class TestPeople:
    @pytest.mark.parametrize("name", ["买买提·吐尔逊", "䶮", "𠮷", "㛃"])
    async def test_keeps_rare_names(self, client: httpx.AsyncClient, name: str) -> None:
        await put_person(client, name=name)
        assert (await client.get(f"{PEOPLE}/{ID_NUMBER}")).json()["name"] == name

    async def test_come_twenty_thousand_at_a_time(self, client: httpx.AsyncClient) -> None:
        crowd = [{**PERSON, "id_number": f"{n:017d}X", "enrolments": []} for n in range(20_000)]
        response = await client.post(PEOPLE, json=crowd)
        assert response.json() == {"stored": 20_000}
        assert len((await client.get(PEOPLE, params={"limit": 30_000})).json()) == 20_000

    async def test_refuse_more_at_once(self, client: httpx.AsyncClient) -> None:
        crowd = [{**PERSON, "id_number": f"{n:017d}X", "enrolments": []} for n in range(20_001)]
        assert (await client.post(PEOPLE, json=crowd)).status_code == 422
        assert (await client.get(PEOPLE)).json() == []

    async def test_are_all_refused_when_one_is_malformed(self, client: httpx.AsyncClient) -> None:
        crowd = [{**PERSON, "id_number": ID_NUMBER}, {**PERSON, "id_number": "1"}]
        assert (await client.post(PEOPLE, json=crowd)).status_code == 422
        assert (await client.get(PEOPLE)).json() == []

    async def test_are_replaced_not_doubled(self, client: httpx.AsyncClient) -> None:
        await put_person(client, "33010620020401900X")
        await put_person(client, "33010620020401900x", name="欧阳静")
        assert [p["name"] for p in (await client.get(PEOPLE)).json()] == ["欧阳静"]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"mobile": "12012345678"},
            {"name": ""},
            {"enrolments": [{**PERSON["enrolments"][0], "graduation": "202613"}]},
            {"enrolments": [{**PERSON["enrolments"][0], "level_code": "本科"}]},
            {"enrolments": [{**PERSON["enrolments"][0], "school_code": "4111019901"}]},
        ],
    )
    async def test_must_be_well_formed(self, client: httpx.AsyncClient, wrong: dict[str, Any]) -> None:
        response = await client.put(f"{PEOPLE}/{ID_NUMBER}", json={**PERSON, **wrong})
        assert response.status_code == 422
        assert (await client.get(f"{PEOPLE}/{ID_NUMBER}")).status_code == 404
