"""网签授权书: prefilled for who asks, of which nothing is kept."""

import io
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pypdf import PdfReader

from common.auth.actors import Actor, EmployerUser
from common.testing.harness import ServiceHarness
from documents.agreement.rendering.fonts import coverage
from documents.letters.queries import draw_letter
from documents.letters.schemas import AuthorisationLetter
from documents.service import service
from identity.authorisations.schemas import AuthorisedUser
from tests.conftest import HarnessOf
from tests.documents.actors import employer_user, others
from tests.documents.objects import Objects
from tests.documents.peers import FakePeers
from tests.documents.rendering.pdf import page_texts, text_of

PATH = "/v1/templates/authorisation-letter"
LI = employer_user(uuid4())
KNOWN: dict[str, Any] = {
    "employer_name": "杭州云栖智造科技有限公司",
    "uscc": "91330106MA2KD5T43X",
    "user_name": "欧阳静怡",
    "mobile": "13812345678",
}
UNDRAWABLE = next(chr(point) for point in range(0x30000, 0x3FFFE) if point not in coverage())


async def ask(documents: ServiceHarness, peers: FakePeers, actor: EmployerUser = LI, **changes: Any) -> httpx.Response:
    """The actor's letter, where identity knows this of the actor."""
    peers.authorised[actor.id] = AuthorisedUser.model_validate(KNOWN | changes).model_dump(mode="json")
    return await documents.client(actor).get(PATH)


def letter(**changes: Any) -> AuthorisationLetter:
    return AuthorisationLetter(**{**KNOWN, **changes}, drawn_at=datetime(2026, 11, 21, tzinfo=UTC))


class TestLetter:
    async def test_is_prefilled_with_the_employer_and_the_user(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        text = text_of((await ask(documents, peers)).content)
        assert "授权单位单位名称杭州云栖智造科技有限公司统一社会信用代码91330106MA2KD5T43X" in text
        assert "被授权人姓名欧阳静怡手机号13812345678" in text

    async def test_says_what_is_authorised_for_how_long_and_leaves_room_for_the_seal(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        text = text_of((await ask(documents, peers)).content)
        for part in ("签约邀请", "发起解约", "管理本单位的户档信息", "授权期限", "由本单位承担相应责任", "（公章）"):
            assert part in text
        assert text.count("年月日") == 4

    async def test_is_blank_to_be_written_by_hand_before_the_employer_is_given(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        nobody = employer_user(None)
        answer = await ask(documents, peers, nobody, employer_name=None, uscc=None, user_name=None)
        assert answer.status_code == 200
        assert "单位名称统一社会信用代码被授权人姓名手机号13812345678" in text_of(answer.content)

    @pytest.mark.parametrize("name", ["杭州云栖智造科技有限公司", "北京市海淀区" * 16 + "有限公司"])
    async def test_is_one_page(self, name: str) -> None:
        assert len(page_texts(draw_letter(letter(employer_name=name)))) == 1

    async def test_prints_names_as_text_and_never_as_markup(self) -> None:
        text = text_of(draw_letter(letter(employer_name="<b>甲</b>&{{ 乙 }}公司")))
        assert "<b>甲</b>&{{乙}}公司" in text

    async def test_spells_out_what_no_font_can_draw(self) -> None:
        text = text_of(draw_letter(letter(user_name=f"王{UNDRAWABLE}")))
        assert f"王［U+{ord(UNDRAWABLE):04X}］" in text
        assert "与该字符具有同一含义" in text

    async def test_is_archivable_and_has_a_title(self) -> None:
        reader = PdfReader(io.BytesIO(draw_letter(letter())))
        assert reader.metadata is not None
        assert reader.metadata.title == "网签授权书"


class TestDownload:
    async def test_is_saved_and_neither_stored_nor_cached(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        answer = await ask(documents, peers)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert objects.keys() == []
        assert await documents.rows("SELECT id FROM files") == []

    async def test_asks_identity_about_the_signed_in_user_alone(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        await ask(documents, peers)
        assert peers.asked == [f"identity/v1/employer-users/{LI.id}/authorisation"]

    @pytest.mark.parametrize(
        "actor", [actor for actor in others() if actor.role != "employer_user"], ids=lambda actor: actor.role
    )
    async def test_is_for_employer_users_only(self, documents: ServiceHarness, peers: FakePeers, actor: Actor) -> None:
        answer = await documents.client(actor).get(PATH)
        assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role")
        assert peers.asked == []


class TestRefusals:
    async def test_without_a_name_it_says_what_to_fill_in(self, documents: ServiceHarness, peers: FakePeers) -> None:
        answer = await ask(documents, peers, user_name=None)
        assert (answer.status_code, answer.json()["code"]) == (409, "documents.letter_user_name_missing")
        assert "个人信息" in answer.json()["remedy"]

    async def test_when_identity_is_away_it_says_to_come_back(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        peers.away.add("identity")
        answer = await ask(documents, peers)
        assert (answer.status_code, answer.json()["code"]) == (503, "documents.letter_unavailable")
        assert answer.headers["retry-after"] == "5"
        assert "重新下载" in answer.json()["remedy"]
        assert "http" not in answer.json()["detail"]

    async def test_an_account_that_is_gone_is_not_found(self, documents: ServiceHarness, peers: FakePeers) -> None:
        answer = await documents.client(LI).get(PATH)
        assert (answer.status_code, answer.json()["code"]) == (404, "documents.letter_account_unknown")

    async def test_one_user_cannot_keep_the_press_busy(self, harness_of: HarnessOf, objects: Objects) -> None:
        documents = await harness_of(service, storage=objects.settings, letters_per_minute=2)
        peers = FakePeers(documents)
        answers = [(await ask(documents, peers)).status_code for _ in range(3)]
        assert answers == [200, 200, 429]
        assert (await ask(documents, peers, employer_user(uuid4()))).status_code == 200
