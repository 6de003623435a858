import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.contracts.values.checked import ValueFault
from common.contracts.values.person_name import check_person_name, match_key


class TestCheckPersonName:
    @pytest.mark.parametrize(
        "name",
        [
            "买买提·吐尔逊",
            "欧阳静怡",
            "王䶮",
            "𠮷田明",
            "李㛃",
            "刘〇",
            "阿卜杜热合曼·阿卜杜克热木·麦麦提图尔荪",
            "才让卓玛·扎西拉姆",
            "Jean-Paul O'Connor",
            "Müller, Anna B.",
            "\U00030edd\U00030edd",
            "\U000323af",
            "\U0002ebf0",
            "阿·",
        ],
    )
    def test_takes_every_name_an_identity_card_carries(self, name: str) -> None:
        assert check_person_name(name) == name.strip("·")

    @pytest.mark.parametrize("dot", [*"•・‧･∙⋅●．.", " · ", "··", "。"])
    def test_every_look_alike_of_the_dot_becomes_the_dot(self, dot: str) -> None:
        assert check_person_name(f"买买提{dot}吐尔逊") == "买买提·吐尔逊"

    def test_the_full_stop_of_latin_names_stays(self) -> None:
        assert check_person_name("John F. Smith") == "John F. Smith"

    def test_trims_the_ends_and_collapses_inner_spaces(self) -> None:
        assert check_person_name("　 Anna \t Maria ") == "Anna Maria"

    def test_composes_what_was_typed_in_parts(self) -> None:
        assert check_person_name("Zoe\u0308") == "Zo\u00eb"

    def test_a_radical_pasted_from_a_pdf_becomes_the_character(self) -> None:
        assert check_person_name("王⼀⽅") == "王一方"

    def test_a_place_of_the_gbk_era_becomes_the_standard_character(self) -> None:
        assert check_person_name("王\ue863") == "王䶮"

    def test_drops_what_copying_leaves_behind(self) -> None:
        assert check_person_name("\ufeff王\u200b芳") == "王芳"

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("", "姓名不能为空"),
            ("  ", "姓名不能为空"),
            ("·", "姓名不能为空"),
            ("张" * 101, "最多100个字，现为101个字"),
            ("张\u0000三", "第2个字是不可见字符（U+0000）"),
            ("张\u202e三", "U+202E"),
            ("张\u200d三", "U+200D"),
            ("张\u3164", "U+3164"),
            ("张\ue000", "自造字（U+E000）"),
            ("张\ufe00三", "U+FE00"),
            ("张3", "不能有数字“3”"),
            ("张Ⅲ", "不能有数字"),
            ("张?", "占位符“?”"),
            ("张□", "占位符“□”"),
            ("张三（小）", "不能有符号“（”"),
            ("张😀", "不能有符号"),
            ("<b>张</b>", "不能有符号“<”"),
            ("=1+1", "不能有符号“=”"),
            ("...", "没有文字"),
            ("张\ud800", "U+D800"),
        ],
    )
    def test_refuses_what_no_identity_card_prints(self, name: str, reason: str) -> None:
        with pytest.raises(ValueFault) as refused:
            check_person_name(name)
        assert reason in refused.value.reason

    @given(st.text(st.characters(codec="utf-8"), max_size=120))
    def test_what_is_taken_stays_the_same_when_checked_again(self, text: str) -> None:
        try:
            name = check_person_name(text)
        except ValueFault:
            return
        assert check_person_name(name) == name
        assert unicodedata.is_normalized("NFC", name)
        assert match_key(name) == match_key(text)


class TestMatchKey:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("买买提·吐尔逊", "买买提•吐尔逊"),
            ("买买提·吐尔逊", " 买买提 ． 吐尔逊"),
            ("张三", "张　三"),
            ("Anna Smith", "ＡＮＮＡ　Ｓｍｉｔｈ"),
            ("O'Connor", "O’Connor"),
        ],
    )
    def test_the_same_name_in_another_spelling_is_equal(self, one: str, other: str) -> None:
        assert match_key(one) == match_key(other)

    @pytest.mark.parametrize(
        ("one", "other"), [("张三", "张叁"), ("王䶮", "王龑"), ("𠮷田明", "吉田明"), ("李㛃", "李洁")]
    )
    def test_other_names_are_not(self, one: str, other: str) -> None:
        assert match_key(one) != match_key(other)
