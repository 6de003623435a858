"""A school's roster file as schools send it: codes here, labels there, dates in every fashion. Every row is sound."""

from collections.abc import Sequence
from random import Random

from common.contracts.codes import ETHNICITIES, LEVELS, POLITICAL_STATUSES, SEXES, TRAINING_MODES
from common.contracts.codes.levels import short_level
from common.contracts.roster import HEADERS
from common.contracts.values.region import region_name
from common.spreadsheet import write_table
from tests.support.people import DEPARTMENTS, REMARKABLE, Person, people

SCHOOL_CODE = "19901"
SCHOOL_NAME = "示例大学"
_WITHOUT_CONTACT = 0.1
_REACHABLE = frozenset(each.name for each in REMARKABLE)


def roster_rows(
    count: int = 200,
    *,
    school_code: str = SCHOOL_CODE,
    school_name: str = SCHOOL_NAME,
    cohort: int = 2027,
    departments: Sequence[str] = tuple(DEPARTMENTS),
    seed: int = 2027,
) -> list[dict[str, str]]:
    """Rows keyed by the 19 headers of the roster; the people are those of `people` with the same arguments."""
    graduates = people(count, seed=seed, cohort=cohort, school_code=school_code, departments=departments)
    random = Random(seed)
    return [_row(random, graduate, school_name) for graduate in graduates]


def roster_workbook(rows: Sequence[dict[str, str]]) -> bytes:
    """The rows as an xlsx file. Headers are those of the rows, so a test can leave one out or add one."""
    headers = list(dict.fromkeys(header for row in rows for header in row)) or list(HEADERS)
    return write_table(headers, rows, sheet_name="应届毕业生名单")


def _row(random: Random, person: Person, school_name: str) -> dict[str, str]:
    either = random.choice
    born, entered, mobile = person.born, person.entered, person.mobile
    spaced = f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}"
    unreachable = person.name not in _REACHABLE and random.random() < _WITHOUT_CONTACT
    return {
        "考生号": person.exam_number,
        "姓名": person.name,
        "性别": SEXES.label(person.sex),
        "身份证号": either((person.id_number, person.id_number.lower())),
        "民族": either((ETHNICITIES.label(person.ethnicity), person.ethnicity)),
        "政治面貌": either((POLITICAL_STATUSES.label(person.political_status), person.political_status)),
        "出生日期": either((f"{born:%Y%m%d}", f"{born:%Y-%m-%d}", f"{born.year}/{born.month}/{born.day}")),
        "毕业院校": school_name,
        "院系": person.department,
        "学历层次": either((LEVELS.label(person.level), person.level, short_level(person.level))),
        "专业": either((person.major_name, f"({person.major_code}) {person.major_name}")),
        "培养方式": either((TRAINING_MODES.label(person.training_mode), person.training_mode)),
        "生源所在地": either((person.origin, region_name(person.origin))),
        "学号": person.student_number,
        "学制": either((person.school_years, f"{person.school_years}年")),
        "入学时间": either((entered, f"{entered[:4]}-{entered[4:]}", f"{entered[:4]}年{int(entered[4:])}月")),
        "毕业时间": person.graduated,
        "手机号码": either(("", spaced)) if unreachable else either((person.mobile, spaced)),
        "电子邮箱": "-" if unreachable else person.email,
    }
