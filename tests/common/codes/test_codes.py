import pytest
from pydantic import BaseModel, ValidationError

from common.contracts import codes
from common.contracts.codes import (
    DESTINATIONS,
    DIFFICULTIES,
    EMPLOYER_NATURES,
    ETHNICITIES,
    INDUSTRIES,
    JOB_CATEGORIES,
    LEVELS,
    POLITICAL_STATUSES,
    SEXES,
    TRAINING_MODES,
    CodeList,
    EmployerNatureCode,
    EthnicityCode,
    may_sign_online,
)
from common.contracts.codes.destinations import base_of, details_of, is_confirmed
from common.contracts.codes.employers import industry_section
from common.contracts.codes.levels import DataScope, in_scope, levels_in, short_level
from common.contracts.values.checked import ValueFault

LISTS = [value for value in vars(codes).values() if isinstance(value, CodeList)]


class TestEveryList:
    @pytest.mark.parametrize("codes", LISTS, ids=lambda codes: codes.title)
    def test_reads_each_code_and_each_label(self, codes: CodeList) -> None:
        for code, label in codes.items():
            assert codes.check(code) == code
            assert codes.parse(code) == code
            assert codes.label(codes.parse(label)) == label

    @pytest.mark.parametrize("codes", LISTS, ids=lambda codes: codes.title)
    @pytest.mark.parametrize("text", ["", "无此代码", "999", "ZZ", "1️⃣"])
    def test_refuses_the_unknown_and_names_the_choices(self, codes: CodeList, text: str) -> None:
        with pytest.raises(ValueFault, match="不在代码表中") as refused:
            codes.parse(text)
        assert codes.items()[0].label in refused.value.remedy


class TestLevels:
    @pytest.mark.parametrize(
        ("text", "code"), [("本科", "31"), ("硕士研究生", "11"), ("博士", "01"), ("31", "31"), (" 大专 ", "41")]
    )
    def test_reads_what_schools_type(self, text: str, code: str) -> None:
        assert LEVELS.parse(text) == code

    @pytest.mark.parametrize(
        ("code", "short"),
        [
            ("01", "博士"),
            ("13", "硕士"),
            ("21", "研究生班"),
            ("25", "第二学士学位"),
            ("31", "本科"),
            ("41", "专科"),
            ("61", "高职"),
        ],
    )
    def test_prints_the_short_name(self, code: str, short: str) -> None:
        assert short_level(code) == short


class TestTrainingModes:
    def test_21_and_41_may_not_sign_online(self) -> None:
        assert [code for code, _ in TRAINING_MODES.items() if not may_sign_online(code)] == ["21", "41"]

    @pytest.mark.parametrize(("text", "remedy"), [("2", "21"), ("定向", "22"), ("4", "41"), ("委培", "42")])
    def test_the_undivided_codes_are_sent_back_with_the_choice(self, text: str, remedy: str) -> None:
        with pytest.raises(ValueFault, match=remedy):
            TRAINING_MODES.parse(text)

    def test_an_undivided_code_is_never_guessed(self) -> None:
        with pytest.raises(ValueFault):
            may_sign_online("2")

    def test_brackets_may_be_half_width(self) -> None:
        assert TRAINING_MODES.parse("定向(可网签)") == "22"

    def test_old_records_keep_their_label(self) -> None:
        assert TRAINING_MODES.label("2") == "定向"


class TestEmployerLists:
    @pytest.mark.parametrize("text", ["民营企业", "集体企业", "个体工商户", "其他企业", "39"])
    def test_private_businesses_are_other_enterprises(self, text: str) -> None:
        assert EMPLOYER_NATURES.parse(text) == "39"

    def test_a_retired_nature_is_named_and_refused(self) -> None:
        with pytest.raises(ValueFault, match="35 艰苦行业企业”已停用"):
            EMPLOYER_NATURES.check("35")

    def test_every_industry_but_the_army_has_a_section(self) -> None:
        sections = [industry_section(code) for code, _ in INDUSTRIES.items()]
        assert sections == [*"ABCDEFGHIJKLMNOPQRST", None]

    def test_spaces_and_width_do_not_matter(self) -> None:
        assert INDUSTRIES.parse("农、林、牧、渔业 ") == "11"
        assert JOB_CATEGORIES.parse(" 工程技术人员") == "13"


class TestPersonalLists:
    def test_there_are_56_peoples_and_two_more(self) -> None:
        assert len(ETHNICITIES.items()) == 58

    @pytest.mark.parametrize(
        ("text", "code"),
        [("汉", "01"), ("汉族", "01"), ("维吾尔族", "05"), ("崩龙族", "46"), ("毛难族", "36"), ("傈傈族", "20")],
    )
    def test_reads_short_and_old_names(self, text: str, code: str) -> None:
        assert ETHNICITIES.parse(text) == code

    def test_a_zero_that_a_spreadsheet_stripped_is_asked_for(self) -> None:
        with pytest.raises(ValueFault, match=r"缺少前导零.*“01”.*文本格式"):
            ETHNICITIES.parse("1")
        with pytest.raises(ValueFault, match="“03”或“共青团员”"):
            POLITICAL_STATUSES.parse("3")

    def test_sex_and_politics_in_the_words_people_use(self) -> None:
        assert SEXES.parse("女") == "2"
        assert POLITICAL_STATUSES.parse("团员") == "03"

    def test_difficulties_are_a_bit_mask(self) -> None:
        for code, label in DIFFICULTIES.items()[1:]:
            named = [("就业困难", 1), ("家庭困难", 2), ("残疾", 4)]
            assert sum(bit for name, bit in named if name in label) == int(code)


class TestDestinations:
    def test_a_detailed_code_belongs_to_its_base(self) -> None:
        bases = [entry.code for entry in DESTINATIONS.items() if len(entry.code) == 2]
        assert [base_of(code) for base in bases for code in details_of(base)] == [
            base for base in bases for _ in details_of(base)
        ]
        assert details_of("80") == ["801", "802", "803"]

    def test_assumed_numbers_are_marked(self) -> None:
        assert not is_confirmed("803")
        assert is_confirmed("71")

    def test_reads_the_labels_of_exports(self) -> None:
        assert DESTINATIONS.parse("境内升学—研究生") == "801"
        assert DESTINATIONS.parse("不就业拟升学") == "71"


class Form(BaseModel):
    nature: EmployerNatureCode
    ethnicity: EthnicityCode = "01"


class TestSchemaTypes:
    def test_an_unknown_code_is_refused_with_the_choices(self) -> None:
        with pytest.raises(ValidationError) as refused:
            Form.model_validate({"nature": "38"})
        assert refused.value.errors()[0]["msg"].startswith("单位性质“38”不在代码表中，请填写：10 机关")

    def test_a_label_is_not_a_code(self) -> None:
        with pytest.raises(ValidationError):
            Form.model_validate({"nature": "机关"})

    def test_the_api_description_lists_codes_and_labels(self) -> None:
        described = Form.model_json_schema()["properties"]["nature"]
        assert described["enum"][:2] == ["10", "20"]
        assert "23 医疗卫生单位" in described["description"]


class TestDataScope:
    def test_everybody_sees_every_level_in_the_whole_scope(self) -> None:
        assert levels_in("all") == tuple(code for code, _ in LEVELS.items())

    def test_splits_the_levels_in_two_without_rest(self) -> None:
        postgraduate, undergraduate = set(levels_in("postgraduate")), set(levels_in("undergraduate"))
        assert postgraduate == {"01", "03", "09", "11", "13", "19", "21"}
        assert postgraduate | undergraduate == {code for code, _ in LEVELS.items()}
        assert not postgraduate & undergraduate

    @pytest.mark.parametrize(("level", "scope"), [("31", "undergraduate"), ("11", "postgraduate"), ("61", "all")])
    def test_finds_the_level_in_the_scope(self, level: str, scope: DataScope) -> None:
        assert in_scope(level, scope)
        assert scope == "all" or not in_scope(level, "postgraduate" if scope == "undergraduate" else "undergraduate")
