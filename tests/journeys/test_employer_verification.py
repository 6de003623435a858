"""Every way on which an employer proves itself, with its failures, up to the first search for a graduate."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from deploy.demo.data import EMPLOYER_PASSWORD, EmployerData
from deploy.demo.people import EmployerPerson, until
from deploy.demo.stage import SEARCH_SECONDS, Facts, Stage, or_refused, refusal, was_done
from deploy.embedded.platform import Platform
from tests.journeys.casting import employer_number
from tests.journeys.conftest import SetStage
from tests.journeys.outside import Outside, outside
from tests.support.files import pdf_scan, png_scan

BANK = "中国工商银行杭州临平支行"
VERIFICATIONS = "/identity/v1/employer/verifications"
_numbers = count(7000)


class TestRemittance:
    async def test_the_amount_on_the_statement_verifies(self, set_stage: SetStage, platform: Platform) -> None:
        stage = await set_stage()
        async with newcomer(platform) as (person, employer), outside(platform.sandbox_url) as beyond:
            refused = await refusal(person.post("/agreements/v1/favourites", stage.searched()))
            assert refused.problem["rule"] == "employer_is_verified"
            account = "6222020200119876"
            made = await by_remittance(person, account)
            assert (made["status"]["label"], made["remittance"]["payee"]) == ("待汇款", employer.name)
            assert account not in str(made)
            await until(lambda: status_of(person), lambda status: status == "已汇款待填金额")
            assert any(
                "汇款" in text for text in await until(lambda: beyond.texts_to(employer.mobile), len_at_least(2))
            )

            amount = (await beyond.statement(account))[0]["amount"]
            wrong = "0.01" if amount != "0.01" else "0.02"
            path = f"{VERIFICATIONS}/{made['id']}/amount"
            refused = await refusal(person.post(path, {"amount": wrong}))
            assert refused.status == 409
            assert "2" in refused.problem["detail"]
            verified = await person.post(path, {"amount": amount})
            assert verified["status"]["label"] == "审核通过"
            await may_search(person, stage)

    async def test_after_a_failed_payment_material_is_a_way_on(self, set_stage: SetStage, platform: Platform) -> None:
        stage = await set_stage()
        async with newcomer(platform) as (person, _):
            await by_remittance(person, "62220202001190001")
            failed = await until(
                lambda: person.get(VERIFICATIONS), lambda made: made[0]["status"]["label"] == "汇款失败"
            )
            assert "账号" in failed[0]["remittance"]["reason"]["label"]
            await stage.told(person, "汇款")
            made = await by_material(person)
            await stage.centre.post(f"/identity/v1/verifications/{made['id']}/approve")
            await may_search(person, stage)


class TestMaterial:
    async def test_a_rejected_submission_is_mended_and_passes(self, set_stage: SetStage, platform: Platform) -> None:
        stage = await set_stage()
        async with newcomer(platform) as (person, employer):
            first = await by_material(person)
            why = {"reason_code": "letter_without_seal", "detail": "授权书未加盖公章，请盖章后重新上传。"}
            await stage.centre.post(f"/identity/v1/verifications/{first['id']}/claim")
            await stage.centre.post(f"/identity/v1/verifications/{first['id']}/reject", why)
            await stage.told(person, "未通过")
            shown = await person.get("/identity/v1/employer")
            assert shown["verification"]["detail"] == why["detail"]

            second = await by_material(person)
            waiting = await stage.centre.get("/identity/v1/verifications", uscc=employer.uscc)
            assert [row["id"] for row in waiting["items"]] == [second["id"]]
            detail = await stage.centre.get(f"/identity/v1/verifications/{second['id']}")
            assert [step["after"]["label"] for step in detail["history"]] == ["材料审核中", "审核不通过", "材料审核中"]
            for file in detail["files"]:
                assert await stage.centre.download(f"/documents/v1/files/{file['file_id']}/content")
            await stage.centre.post(f"/identity/v1/verifications/{second['id']}/approve")
            await may_search(person, stage)

    async def test_a_suspended_employer_starts_nothing_until_reinstated(
        self, set_stage: SetStage, platform: Platform
    ) -> None:
        stage = await set_stage()
        [row] = (await stage.centre.get("/identity/v1/employers", uscc=stage.data.employer.uscc))["items"]
        path = f"/identity/v1/employers/{row['id']}"
        await stage.centre.post(
            f"{path}/suspend", {"reason_code": "complaint_confirmed", "detail": "虚假招聘，已核实。"}
        )
        refused = await until(
            lambda: or_refused(stage.employer.post("/agreements/v1/favourites", stage.searched())),
            lambda answer: not was_done(answer),
            every=SEARCH_SECONDS,
        )
        assert "暂停" in refused.problem["title"] + refused.problem["detail"]
        await stage.told(stage.employer, "暂停")
        await stage.centre.post(f"{path}/reinstate", {"detail": "已整改，核查属实。"})
        await may_search(stage.employer, stage)


class TestUpgrade:
    async def test_an_employer_of_the_job_platform_adds_only_the_letter(
        self, set_stage: SetStage, platform: Platform
    ) -> None:
        stage = await set_stage()
        employer = employer_number(next(_numbers), "林溪")
        person = EmployerPerson(platform.gateway_url, platform.sandbox_url)
        async with outside(platform.sandbox_url) as beyond:
            await known_to_the_job_platform(beyond, employer)
            back = await signed_in_there(platform, person, employer)
            assert (back["outcome"]["code"], back["next_step"]["code"]) == ("registered", "upgrade")
            letter = await uploaded(person, "authorisation_letter")
            made = await person.post("/identity/v1/employer/upgrades", {"letter_file_id": letter})
            assert made["method"]["code"] == "upgrade"
            await stage.centre.post(f"/identity/v1/verifications/{made['id']}/approve")
            await may_search(person, stage)
        await person.close()


@asynccontextmanager
async def newcomer(platform: Platform) -> AsyncIterator[tuple[EmployerPerson, EmployerData]]:
    """An employer user who has registered and filled everything in, and proved nothing yet."""
    employer = employer_number(next(_numbers), "林溪")
    person = EmployerPerson(platform.gateway_url, platform.sandbox_url)
    try:
        await person.register(employer.mobile, EMPLOYER_PASSWORD)
        await person.patch("/identity/v1/employer-users/me", {"name": employer.contact})
        await person.put("/identity/v1/employer", employer.form())
        await person.refresh()
        yield person, employer
    finally:
        await person.close()


async def uploaded(person: EmployerPerson, purpose: str) -> str:
    name, scan = ("授权书.pdf", pdf_scan("网签授权书")) if "letter" in purpose else ("执照.png", png_scan("营业执照"))
    return (await person.upload("/documents/v1/files", name, scan, purpose=purpose))["file_id"]


async def by_remittance(person: EmployerPerson, account: str) -> Facts:
    letter = await uploaded(person, "authorisation_letter")
    form = {"account": account, "bank_name": BANK, "letter_file_id": letter}
    return await person.post("/identity/v1/employer/remittances", form)


async def by_material(person: EmployerPerson) -> Facts:
    licence = await uploaded(person, "business_licence")
    letter = await uploaded(person, "authorisation_letter")
    return await person.post(
        VERIFICATIONS, {"method": "material", "licence_file_id": licence, "letter_file_id": letter}
    )


async def status_of(person: EmployerPerson) -> str:
    return (await person.get("/identity/v1/employer"))["status"]["label"]


async def may_search(person: EmployerPerson, stage: Stage) -> None:
    """What the verification is for: the employer finds a graduate, as soon as agreements has heard of it."""
    await stage.keep(person, 0)


async def known_to_the_job_platform(beyond: Outside, employer: EmployerData) -> None:
    form = {**employer.form(), "verified": True, "contact_mobile": employer.mobile}
    account = {"mobile": employer.mobile, "name": employer.contact, "password": "Jiuye#2026", "employer": form}
    await beyond.know_job_platform_account(f"jp-{employer.mobile}", account)


async def signed_in_there(platform: Platform, person: EmployerPerson, employer: EmployerData) -> Facts:
    """Leave for the job platform, type account and password there, come back with a code."""
    started = await person.post("/identity/v1/job-platform-logins")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(started["authorize_url"]).query).items()}
    form = {**asked, "account": employer.mobile, "password": "Jiuye#2026"}
    async with httpx.AsyncClient(base_url=platform.sandbox_url, timeout=30) as there:
        answer = await there.post(urlsplit(started["authorize_url"]).path, data=form)
    back = urlsplit(answer.headers["location"])
    tokens = await person.get(back.path, **{name: values[0] for name, values in parse_qs(back.query).items()})
    person.enter(tokens)
    return tokens


def len_at_least(number: int) -> Any:
    return lambda found: len(found) >= number
