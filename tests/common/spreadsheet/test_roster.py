from datetime import date
from decimal import Decimal

import pytest

from common.contracts.roster import HEADERS, OPTIONAL_HEADERS, RosterRow
from common.contracts.values.person_name import check_person_name
from common.contracts.values.region import is_known
from common.spreadsheet import Fault, Row, SpreadsheetFault, Table, check_rows, columns_of, read_table
from tests.support.people import REMARKABLE, people
from tests.support.roster import roster_rows, roster_workbook

COLUMNS = columns_of(RosterRow)
UNIQUE = ("考生号", "身份证号")
SOUND = {
    "考生号": "20110108150001",
    "姓名": "买买提·吐尔逊",
    "性别": "男",
    "身份证号": "110108200203159010",
    "民族": "维吾尔族",
    "政治面貌": "03",
    "出生日期": "20020315",
    "毕业院校": "示例大学",
    "院系": "文学院",
    "学历层次": "本科",
    "专业": "(520304) 城市轨道交通运营管理",
    "培养方式": "非定向",
    "生源所在地": "北京市海淀区",
    "学号": "-",
    "学制": "4",
    "入学时间": "2020-09",
    "毕业时间": "202407",
    "手机号码": "138 1234 0001",
    "电子邮箱": "",
}


def checked(**changes: str) -> RosterRow:
    good, faults = check_rows(_table({**SOUND, **changes}), RosterRow)
    assert faults == []
    return good[0].value


def refused(**changes: str) -> list[Fault]:
    good, faults = check_rows(_table({**SOUND, **changes}), RosterRow)
    assert good == []
    return faults


def _table(values: dict[str, str]) -> Table:
    return Table(tuple(values), [Row(2, values)])


class TestRosterRow:
    def test_has_the_nineteen_columns_of_the_guide(self) -> None:
        assert list(HEADERS) == list(SOUND)
        assert OPTIONAL_HEADERS == ("是否可以签约",)

    def test_reads_labels_and_codes_into_codes(self) -> None:
        row = checked()
        assert (row.sex, row.ethnicity, row.political_status, row.level, row.training_mode) == (
            "1",
            "05",
            "03",
            "31",
            "1",
        )
        assert (row.origin, row.born, row.school_years) == ("110108", date(2002, 3, 15), Decimal(4))
        assert (row.entered, row.graduated, row.cohort) == ("202009", "202407", 2024)
        assert (row.student_number, row.mobile, row.email) == (None, "13812340001", None)
        assert (row.major_code, row.major_name) == ("520304", "城市轨道交通运营管理")

    @pytest.mark.parametrize(
        ("mode", "answer", "may"), [("1", "是", True), ("1", "", True), ("1", "否", False), ("21", "是", False)]
    )
    def test_may_sign_online_when_both_say_so(self, mode: str, answer: str, may: bool) -> None:
        assert checked(培养方式=mode, 是否可以签约=answer).may_sign_online is may

    @pytest.mark.parametrize(
        ("column", "value", "blamed", "reason"),
        [
            ("性别", "女", "身份证号", "第17位表示性别为男"),
            ("出生日期", "20020316", "出生日期", "与身份证号第7至14位不一致"),
            ("出生日期", "20020230", "出生日期", "不是真实的日期"),
            ("毕业时间", "202008", "毕业时间", "早于入学时间 202009"),
            ("入学时间", "200109", "入学时间", "早于出生日期"),
            ("入学时间", "202013", "入学时间", "不是年月"),
            ("民族", "5", "民族", "缺少前导零"),
            ("培养方式", "定向", "培养方式", "“定向”不能使用"),
            ("学历层次", "14", "学历层次", "不在代码表中"),
            ("学制", "0", "学制", "学制“0”不正确"),
            ("生源所在地", "海淀", "生源所在地", "不是省市区全称"),
            ("手机号码", "12345", "手机号码", "手机号格式不正确"),
            ("是否可以签约", "可以", "是否可以签约", "不是有效选项"),
            ("院系", "系" * 101, "院系", "最多100个字"),
            ("考生号", "", "考生号", "不能为空"),
        ],
    )
    def test_blames_the_column_that_is_wrong(self, column: str, value: str, blamed: str, reason: str) -> None:
        faults = refused(**{column: value})
        assert [fault.column for fault in faults] == [blamed]
        assert reason in faults[0].reason

    def test_doubts_are_told_and_refuse_nothing(self) -> None:
        assert checked().warnings() == []
        assert checked(考生号="19110108150001", 生源所在地="110103").warnings() == [
            "考生号年份（2019）与入学年份（2020）不同，请核对",
            "地区代码 110103（北京市崇文区）已撤销，请核对现用代码",
        ]


class TestRosterFile:
    def test_every_row_of_a_school_is_sound_without_a_doubt(self) -> None:
        table = read_table(roster_workbook(roster_rows(1200)), COLUMNS)
        good, faults = check_rows(table, RosterRow, unique=UNIQUE)
        assert faults == []
        assert len(good) == 1200
        assert [warning for row in good for warning in row.value.warnings()] == []

    def test_says_the_same_as_the_people_it_was_made_from(self) -> None:
        table = read_table(roster_workbook(roster_rows(60)), COLUMNS)
        good, _ = check_rows(table, RosterRow)
        for row, person in zip(good, people(60), strict=True):
            assert (row.value.name, row.value.id_number, row.value.born) == (person.name, person.id_number, person.born)
            assert (row.value.level, row.value.training_mode) == (person.level, person.training_mode)
            assert (row.value.origin, row.value.major_name) == (person.origin, person.major_name)

    def test_a_missing_column_is_named(self) -> None:
        rows = [{header: text for header, text in row.items() if header != "考生号"} for row in roster_rows(3)]
        with pytest.raises(SpreadsheetFault, match="缺少列“考生号”"):
            read_table(roster_workbook(rows), COLUMNS)


class TestPeople:
    def test_the_same_seed_makes_the_same_people(self) -> None:
        assert people(50) == people(50)
        assert people(50) != people(50, seed=1)

    def test_two_schools_have_different_people(self) -> None:
        numbers = {person.id_number for person in people(200)[len(REMARKABLE) :]}
        others = {person.id_number for person in people(200, school_code="19902")[len(REMARKABLE) :]}
        assert len(numbers & others) < 3

    def test_nobody_is_there_twice(self) -> None:
        everybody = people(2000)
        for field in ("id_number", "exam_number", "student_number", "mobile", "email"):
            assert len({getattr(person, field) for person in everybody}) == 2000

    def test_the_remarkable_names_come_first_and_may_sign(self) -> None:
        first = people(len(REMARKABLE))
        assert {"买买提·吐尔逊", "欧阳静怡", "王䶮", "𠮷田明", "李㛃"} <= {person.name for person in first}
        assert {person.training_mode for person in first} == {"1"}

    def test_names_are_canonical_and_regions_exist(self) -> None:
        for person in people(300):
            assert check_person_name(person.name) == person.name
            assert is_known(person.origin)

    def test_departments_can_be_the_tests_own(self) -> None:
        assert [person.department for person in people(4, departments=["甲系", "乙系"])] == [
            "甲系",
            "乙系",
            "甲系",
            "乙系",
        ]
