from datetime import date
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from common.contracts.values import cohort, email, exam_number, mobile, phone, postcode, school_code
from common.contracts.values.checked import ValueFault
from common.contracts.values.text import Text


class TestMobile:
    @pytest.mark.parametrize(
        "number",
        ["13812340001", "15900001234", "17000000001", "16612345678", "19212345678", "14712345678", "16212345678"],
    )
    def test_takes_every_range(self, number: str) -> None:
        assert mobile.check_mobile(number) == number

    @pytest.mark.parametrize(
        "text", ["+86 138-1234-0001", "８６１３８１２３４０００１", " 138 1234 0001 ", "0086 13812340001"]
    )
    def test_reads_it_as_people_write_it(self, text: str) -> None:
        assert mobile.check_mobile(text) == "13812340001"

    @pytest.mark.parametrize(
        "text", ["12012345678", "10012345678", "1381234567", "138123400011", "", "abc", "1381234000١"]
    )
    def test_refuses_what_is_none(self, text: str) -> None:
        with pytest.raises(ValueFault, match="手机号格式不正确"):
            mobile.check_mobile(text)

    def test_screens_show_three_and_four_digits(self) -> None:
        assert mobile.mask("13812340001") == "138****0001"


class TestPhone:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("010-67410355", "010-67410355"),
            ("０１０－６７４１０３５５", "010-67410355"),
            ("0571—88886666转801", "0571-88886666转801"),
            ("(010) 6741 0355", "(010) 6741 0355"),
            ("400-123-4567", "400-123-4567"),
            ("13812340001", "13812340001"),
            ("+86 10 67410355", "+86 10 67410355"),
            ("95588", "95588"),
        ],
    )
    def test_takes_what_a_person_can_dial(self, text: str, number: str) -> None:
        assert phone.check_phone(text) == number

    @pytest.mark.parametrize("text", ["", "无", "123", "电话 010-67410355", "1" * 30, "010-67410355;DROP"])
    def test_refuses_the_rest(self, text: str) -> None:
        with pytest.raises(ValueFault):
            phone.check_phone(text)


class TestPostcode:
    def test_takes_six_digits(self) -> None:
        assert postcode.check_postcode("１００８７１ ") == "100871"

    @pytest.mark.parametrize("text", ["10087", "1008711", "10087A", ""])
    def test_refuses_the_rest(self, text: str) -> None:
        with pytest.raises(ValueFault):
            postcode.check_postcode(text)


class TestEmail:
    def test_keeps_the_name_and_lowers_the_domain(self) -> None:
        assert email.check_email(" Zhang.San+wq@Example.COM ") == "Zhang.San+wq@example.com"

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "a",
            "a@b",
            "@b.cn",
            "a@@b.cn",
            "a..b@c.cn",
            "a@-b.cn",
            "张@b.cn",
            "a@b.c",
            "a@b.cn\nBcc:x@y.cn,",
            "x" * 250 + "@b.cn",
        ],
    )
    def test_refuses_what_is_no_address(self, text: str) -> None:
        with pytest.raises(ValueFault):
            email.check_email(text)


class TestExamNumber:
    @pytest.mark.parametrize("number", ["20110108150001", "199014000000123", "20110108150001AB01"])
    def test_takes_14_to_18_characters(self, number: str) -> None:
        assert exam_number.check_exam_number(number.lower()) == number

    @pytest.mark.parametrize("text", ["2011010815000", "2" * 19, "2011010815000-", ""])
    def test_refuses_the_rest(self, text: str) -> None:
        with pytest.raises(ValueFault):
            exam_number.check_exam_number(text)

    def test_another_year_of_entrance_only_warns(self) -> None:
        assert exam_number.warnings("20110108150001", 2020) == []
        assert exam_number.warnings("20110108150001", 2021) != []
        assert exam_number.warnings("199014000000123", 2021) == []


class TestCohort:
    @pytest.mark.parametrize("value", [2027, "2027", "2027届", " ２０２７ "])
    def test_reads_numbers_and_text(self, value: int | str) -> None:
        assert TypeAdapter(cohort.Cohort).validate_python(value) == 2027

    @pytest.mark.parametrize("value", [1999, 2101, "27", "", "两千", True, 2027.5, None])
    def test_refuses_the_rest(self, value: object) -> None:
        with pytest.raises(ValidationError, match="届别"):
            TypeAdapter(cohort.Cohort).validate_python(value)

    def test_the_season_for_next_summers_graduates_begins_in_september(self) -> None:
        assert cohort.current_cohort(date(2026, 8, 31)) == 2026
        assert cohort.current_cohort(date(2026, 9, 1)) == 2027


class TestSchoolCode:
    @pytest.mark.parametrize("code", ["10001", "10359", "50012", "80168"])
    def test_takes_five_digits(self, code: str) -> None:
        assert school_code.check_school_code(code) == code

    @pytest.mark.parametrize("text", ["01234", "1000", "100011", "1000A", ""])
    def test_refuses_the_rest(self, text: str) -> None:
        with pytest.raises(ValueFault):
            school_code.check_school_code(text)

    @pytest.mark.parametrize(
        "identifier", ["4111010001", "4133019901", "4144019902", "4251019903", "9111019904", "9231019905"]
    )
    def test_an_identifier_belongs_to_its_code(self, identifier: str) -> None:
        assert school_code.check_school_identifier(identifier, identifier[5:]) == identifier

    @pytest.mark.parametrize(
        ("identifier", "reason"),
        [
            ("4011010001", "前2位“40”"),
            ("4199010001", "第3至4位“99”"),
            ("4111110001", "第5位应为0"),
            ("4111010002", "与院校代码 10001 不一致"),
            ("41110", "应为10位数字"),
        ],
    )
    def test_refuses_an_identifier_that_contradicts_itself(self, identifier: str, reason: str) -> None:
        with pytest.raises(ValueFault) as refused:
            school_code.check_school_identifier(identifier, "10001")
        assert reason in refused.value.reason


class Clause(BaseModel):
    line: Annotated[str, Text(10)] = "x"
    lines: Annotated[str, Text(10, minimum=0, lines=True)] = ""


class TestText:
    def test_one_line_stays_one_line(self) -> None:
        assert Clause(line=" 每月\n一次 ").line == "每月 一次"

    def test_several_lines_keep_their_breaks(self) -> None:
        assert Clause(lines="一\r\n二 \n\t三\n").lines == "一\n二\n\t三"

    def test_counts_characters_and_not_bytes(self) -> None:
        assert Clause(line="𠮷" * 10).line == "𠮷" * 10

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("字" * 11, "最多10个字，现为11个字，请删减1个字"),
            ("  ", "不能为空，请填写"),
            ("a\x00b", "第2个字是不可见字符（U+0000）"),
            ("a\u202eb", "U+202E"),
            ("\ud800", "U+D800"),
            ("\ue000", "自造字"),
        ],
    )
    def test_refuses_and_says_the_limit(self, text: str, message: str) -> None:
        with pytest.raises(ValidationError) as refused:
            Clause.model_validate({"line": text})
        assert message in refused.value.errors()[0]["msg"]

    def test_the_api_description_shows_the_limit(self) -> None:
        assert Clause.model_json_schema()["properties"]["line"]["maxLength"] == 10

    @given(st.text(max_size=10))
    def test_what_is_taken_fits_in_a_database(self, text: str) -> None:
        try:
            taken = Clause.model_validate({"lines": text}).lines
        except ValidationError:
            return
        assert "\x00" not in taken
        assert taken.encode("utf-8").decode("utf-8") == taken
