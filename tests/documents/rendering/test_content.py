"""What an agreement says."""

import io
from datetime import UTC, datetime

import pytest
from pydantic import BaseModel
from pypdf import PdfReader
from pypdf.generic import StreamObject

from documents.agreement.rendering.render import render_agreement
from documents.agreement.rendering.sheet import AgreementSheet
from tests.documents.rendering.pdf import page_texts, text_of
from tests.documents.rendering.sheets import CHECK_URL, rendered, sheet


def drawn(printed: AgreementSheet) -> str:
    return text_of(rendered(printed).pdf)


def entries(block: BaseModel) -> list[str]:
    return [value for _, value in block if isinstance(value, str)]


class TestPrintedFields:
    def test_prints_every_entry_of_every_block(self) -> None:
        printed = sheet()
        text = drawn(printed)
        blocks = [printed.graduate, printed.employer, printed.relocation, printed.job, printed.school]
        missing = [entry for block in blocks for entry in entries(block) if "".join(entry.split()) not in text]
        assert missing == []

    def test_prints_the_head_with_number_kind_cohort_and_check_code(self) -> None:
        first = page_texts(rendered(sheet()).pdf)[0]
        for expected in ("全国普通高等学校毕业生就业协议书", "20261000100004271", "线上签约", "2026届", "7KQ4-9M2X"):
            assert expected in first

    def test_says_that_it_has_the_effect_of_paper(self) -> None:
        assert "电子就业协议书，在平台签订完成后，其效力与纸质就业协议书相同" in drawn(sheet())

    def test_prints_a_dash_for_what_was_left_empty(self) -> None:
        text = drawn(sheet(graduate__email=None, job__penalty="  "))
        assert "邮箱—" in text
        assert "违约金—" in text

    def test_gives_times_in_beijing(self) -> None:
        text = drawn(sheet())
        assert "接受签约邀请（应约）2026年3月5日00:12:40" in text
        assert "本协议书于2026年3月9日由平台生成" in text

    def test_numbers_every_page_of_the_total(self) -> None:
        pages = page_texts(rendered(sheet()).pdf)
        assert len(pages) == 2
        assert all(f"第{number}页共2页" in page for number, page in enumerate(pages, start=1))

    def test_contains_the_seven_clauses(self) -> None:
        text = drawn(sheet())
        for clause in ("如实告知", "报到与接收", "毕业资格", "体检", "补充约定", "生效与文本", "变更、解除与终止"):
            assert f"{clause}。" in text


class TestForms:
    def test_three_parties_are_named_and_the_school_reviews(self) -> None:
        text = drawn(sheet(form="three_party"))
        assert "三方协议（学校、院系审核）" in text
        assert "学校（丙方）作为培养单位" in text
        assert "院系审核通过2026年3月6日09:05:00" in text
        assert "鉴证" not in text

    def test_in_two_party_form_the_school_certifies_and_is_no_party(self) -> None:
        text = drawn(sheet(form="two_party"))
        assert "两方协议（学校、院系鉴证）" in text
        assert "院系鉴证通过" in text
        assert "丙方" not in text
        assert "审核" not in text

    @pytest.mark.parametrize(
        ("first", "expected"),
        [("employer", "用人单位（甲方）与毕业生（乙方）"), ("graduate", "用人单位（乙方）与毕业生（甲方）")],
    )
    def test_first_party_is_a_choice(self, first: str, expected: str) -> None:
        assert expected in drawn(sheet(first_party=first))

    def test_first_party_stands_first(self) -> None:
        text = drawn(sheet(first_party="graduate"))
        assert text.index("653101200305142716") < text.index("91330106MA2KD5T43X")
        assert text.index("甲方（毕业生）") < text.index("乙方（用人单位）")

    def test_a_school_that_reviews_alone_has_no_department_line(self) -> None:
        signatures = sheet().signatures.model_dump() | {"department": None}
        text = drawn(sheet(signatures=signatures))
        assert "院系审核通过" not in text
        assert "学校审核通过" in text

    def test_an_offline_agreement_leaves_room_for_seals_and_signatures(self) -> None:
        text = drawn(sheet(signing_kind="线下签约", signatures={}))
        for room in ("（单位盖章）", "（本人签名）", "（学校盖章）"):
            assert room in text
        assert "应约）" not in text


class TestWhatPeopleWrote:
    def test_markup_is_printed_as_it_was_written(self) -> None:
        written = "<script>alert(1)</script>&amp;<b>{{ 7*7 }}{% raw %}</td>"
        text = drawn(sheet(job__title=written, job__supplement=written))
        assert text.count("".join(written.split())) == 2
        assert "49" not in text.replace("20261000100004271", "")

    def test_addresses_in_texts_are_never_fetched(self) -> None:
        written = '<img src="http://127.0.0.1:9/x.png"><link rel=attachment href="file:///etc/passwd">'
        pdf = rendered(sheet(job__supplement=written)).pdf
        assert "".join(written.split()) in text_of(pdf)
        assert not PdfReader(io.BytesIO(pdf)).attachments

    def test_a_long_supplement_flows_over_as_many_pages_as_it_needs(self) -> None:
        paragraphs = [
            f"（{number}）甲方为乙方提供入职培训，培训期间工资照发，服务期内另有约定的从其约定。"
            for number in range(1, 151)
        ]
        document = render_agreement(sheet(job__supplement="\n".join(paragraphs)), check_url=CHECK_URL)
        text = text_of(document.pdf)
        assert document.pages == len(page_texts(document.pdf)) > 4
        assert all(paragraph in text for paragraph in paragraphs)
        assert f"共{document.pages}页" in text

    def test_one_unbroken_word_stays_on_the_page(self) -> None:
        word = "A" * 400
        assert word in drawn(sheet(employer__email=word, relocation__file_postcode=None))

    def test_entries_of_the_greatest_length_lose_nothing(self) -> None:
        name, address = "超" * 500, "址" * 500
        text = drawn(sheet(employer__name=name, employer__address=address, graduate__major="专" * 500))
        assert name in text
        assert address in text
        assert "专" * 500 in text


class TestMetadata:
    def test_names_title_author_language_and_identifier(self) -> None:
        reader = PdfReader(io.BytesIO(rendered(sheet()).pdf))
        assert reader.metadata is not None
        assert reader.metadata.title == "全国普通高等学校毕业生就业协议书（20261000100004271）"
        assert reader.metadata.author == "全国高校毕业生毕业去向登记与网上签约平台"
        assert "20261000100004271" in str(reader.metadata.subject)
        assert str(reader.root_object["/Lang"]) == "zh-CN"

    def test_is_dated_when_it_was_issued(self) -> None:
        reader = PdfReader(io.BytesIO(rendered(sheet()).pdf))
        assert reader.metadata is not None
        assert reader.metadata.creation_date == datetime(2026, 3, 9, 2, 30, tzinfo=UTC)
        assert reader.metadata.modification_date == datetime(2026, 3, 9, 2, 30, tzinfo=UTC)

    def test_claims_the_archive_profile_and_is_tagged(self) -> None:
        reader = PdfReader(io.BytesIO(rendered(sheet()).pdf))
        stream = reader.root_object["/Metadata"].get_object()
        assert isinstance(stream, StreamObject)
        metadata = stream.get_data().decode()
        assert 'part="3"' in metadata
        assert 'conformance="U"' in metadata
        assert "/StructTreeRoot" in reader.root_object
        assert "/OutputIntents" in reader.root_object

    def test_the_same_sheet_gives_the_same_bytes(self) -> None:
        first, second = (render_agreement(sheet(), check_url=CHECK_URL) for _ in range(2))
        assert first == second
        assert rendered(sheet(cohort="2027届")).sha256 != first.sha256
