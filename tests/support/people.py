"""People who do not exist, as a roster would describe them: the same seed makes the same people.

ID numbers are computed by the standard's algorithm for ordinary areas; by chance one could be somebody's, so they
never meet a real service.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from common.contracts.values.id_number import check_character


@dataclass(frozen=True)
class Person:
    """A graduate. Coded values are codes of `common.contracts.codes`; `entered` and `graduated` are YYYYMM."""

    name: str
    sex: str
    id_number: str
    born: date
    ethnicity: str
    political_status: str
    origin: str
    exam_number: str
    student_number: str
    department: str
    level: str
    major_code: str
    major_name: str
    training_mode: str
    school_years: str
    entered: str
    graduated: str
    mobile: str
    email: str


@dataclass(frozen=True)
class Programme:
    """What is studied: level code, 学制 in years, the major's code and name."""

    level: str
    years: int
    code: str
    name: str


@dataclass(frozen=True)
class _Origin:
    name: str
    sex: str
    ethnicity: str
    region: str


# The names that break systems. They come first, so that even a small roster has them.
REMARKABLE = (
    _Origin("买买提·吐尔逊", "1", "05", "653101"),
    _Origin("欧阳静怡", "2", "01", "430102"),
    _Origin("王䶮", "1", "01", "370102"),
    _Origin("𠮷田明", "1", "01", "310115"),
    _Origin("李㛃", "2", "01", "320104"),
    _Origin("阿卜杜热合曼·阿卜杜克热木·麦麦提图尔荪", "1", "05", "653201"),
    _Origin("扎西顿珠·洛桑格桑", "1", "04", "540102"),
    _Origin("古丽娜扎尔·阿卜杜热依木", "2", "05", "650102"),
    _Origin("孛儿只斤·巴特尔", "1", "02", "150102"),
    _Origin("才让卓玛", "2", "04", "630102"),
    _Origin("爨宇航", "1", "01", "530103"),
    _Origin("刘〇", "2", "01", "410105"),
)

DEPARTMENTS: dict[str, tuple[Programme, ...]] = {
    "计算机科学与技术学院": (
        Programme("31", 4, "080901", "计算机科学与技术"),
        Programme("31", 4, "080902", "软件工程"),
        Programme("31", 4, "080910T", "数据科学与大数据技术"),
        Programme("11", 3, "081200", "计算机科学与技术"),
        Programme("01", 4, "081200", "计算机科学与技术"),
    ),
    "经济与管理学院": (
        Programme("31", 4, "020101", "经济学"),
        Programme("31", 4, "120203K", "会计学"),
        Programme("31", 4, "120201K", "工商管理"),
        Programme("11", 2, "125300", "会计"),
    ),
    "文学院": (
        Programme("31", 4, "050101", "汉语言文学"),
        Programme("31", 4, "050301", "新闻学"),
        Programme("11", 3, "050100", "中国语言文学"),
    ),
    "机械工程学院": (
        Programme("31", 4, "080202", "机械设计制造及其自动化"),
        Programme("31", 4, "080207", "车辆工程"),
        Programme("11", 3, "080200", "机械工程"),
    ),
    "建筑与城市规划学院": (
        Programme("31", 5, "082801", "建筑学"),
        Programme("31", 5, "082802", "城乡规划"),
        Programme("41", 3, "440301", "建筑工程技术"),
    ),
}

_SURNAMES = (
    *"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈",
    *("欧阳", "司马", "上官", "诸葛", "皇甫", "慕容"),
)
_GIVEN_MALE = (
    "伟",
    "磊",
    "浩然",
    "子轩",
    "宇航",
    "俊杰",
    "博文",
    "志强",
    "天佑",
    "思远",
    "鹏",
    "嘉豪",
    "文昊",
    "一鸣",
    "瑞",
    "建国",
)
_GIVEN_FEMALE = (
    "芳",
    "静",
    "雨欣",
    "思琪",
    "梓涵",
    "佳怡",
    "欣妍",
    "晓燕",
    "诗涵",
    "雪",
    "婷",
    "若曦",
    "梦洁",
    "文静",
    "琳",
    "可馨",
)
_AREAS = (
    "110101", "110108", "120104", "130102", "140105", "150102", "210102", "220102", "230103", "310115",
    "320104", "320505", "330106", "330203", "340102", "350102", "360102", "370102", "370202", "410105",
    "420106", "430102", "440106", "440305", "450102", "460105", "500103", "510107", "510182", "520102",
    "530103", "610113", "620102", "630102", "640104", "650102",
)  # fmt: skip
_ETHNICITIES = ("01",) * 20 + ("03", "06", "08", "11", "15", "10", "12")
_POLITICAL = ("03",) * 14 + ("13",) * 4 + ("01", "02")
# Mostly 非定向; 21 and 41 may not sign online.
_TRAINING_MODES = ("1",) * 44 + ("22", "22", "42", "21", "41", "3")
_UNDERGRADUATE_BIAS = 5
_MOBILE_PREFIXES = ("138", "139", "150", "159", "177", "186", "188", "199")
USUAL_SEED = 2027
_AGE_AT_ENTRANCE = {"31": 18, "41": 19, "11": 22, "01": 24}


def people(
    count: int,
    *,
    seed: int = USUAL_SEED,
    cohort: int = 2027,
    school_code: str = "19901",
    departments: Sequence[str] = tuple(DEPARTMENTS),
) -> list[Person]:
    """`count` graduates of one cohort, spread evenly over the departments.

    The first twelve have the `REMARKABLE` names and may all sign online. Departments that `DEPARTMENTS` does not know
    borrow the programmes of one that it does. ID number, 考生号, 学号, mobile and email are unique within one call; ID
    numbers also differ between some forty small rosters with consecutive seeds, whose first names are the same.
    """
    random = Random(f"{seed}/{school_code}/{cohort}")
    before = (seed - USUAL_SEED) * len(REMARKABLE)
    return [_person(random, number, before, cohort, school_code, departments) for number in range(count)]


def _person(
    random: Random, number: int, before: int, cohort: int, school_code: str, departments: Sequence[str]
) -> Person:
    remarkable = REMARKABLE[number] if number < len(REMARKABLE) else None
    origin = remarkable or _ordinary(random)
    department = departments[number % len(departments)]
    programme = _programme(random, department, number % len(departments))
    born = _birthday(random, programme, cohort, number)
    entered_year = cohort - programme.years
    student_number = f"{entered_year}{number % len(departments) + 1:02d}{number + 1:05d}"
    return Person(
        name=origin.name,
        sex=origin.sex,
        id_number=_id_number(origin, born, before + number),
        born=born,
        ethnicity=origin.ethnicity,
        political_status=random.choice(_POLITICAL),
        origin=origin.region,
        exam_number=_exam_number(programme.level, entered_year, origin.region, school_code, number),
        student_number=student_number,
        department=department,
        level=programme.level,
        major_code=programme.code,
        major_name=programme.name,
        training_mode="1" if remarkable else random.choice(_TRAINING_MODES),
        school_years=str(programme.years),
        entered=f"{entered_year}09",
        graduated=f"{cohort}07",
        mobile=f"{random.choice(_MOBILE_PREFIXES)}{random.randrange(1000):03d}{number:05d}",
        email=f"s{student_number}@example.com",
    )


def _ordinary(random: Random) -> _Origin:
    sex = random.choice("12")
    given = random.choice(_GIVEN_MALE if sex == "1" else _GIVEN_FEMALE)
    return _Origin(random.choice(_SURNAMES) + given, sex, random.choice(_ETHNICITIES), random.choice(_AREAS))


def _programme(random: Random, department: str, place: int) -> Programme:
    programmes = DEPARTMENTS.get(department) or list(DEPARTMENTS.values())[place % len(DEPARTMENTS)]
    weights = [_UNDERGRADUATE_BIAS if programme.level == "31" else 1 for programme in programmes]
    return random.choices(programmes, weights)[0]


def _birthday(random: Random, programme: Programme, cohort: int, number: int) -> date:
    """School begins for those who are old enough on 31 August.

    The day and the three digits after it in the ID number tell 10,000 people of one area apart.
    """
    year = cohort - programme.years - _AGE_AT_ENTRANCE[programme.level]
    return date(year - 1, 9, 1) + timedelta(days=random.randrange(18) * 20 + number // 500 % 20)


def _id_number(origin: _Origin, born: date, number: int) -> str:
    order = number % 500 * 2 + (1 if origin.sex == "1" else 0)
    body = f"{origin.region}{born:%Y%m%d}{order:03d}"
    return body + check_character(body)


def _exam_number(level: str, entered_year: int, region: str, school_code: str, number: int) -> str:
    if level in {"11", "01"}:
        return f"{school_code}{entered_year % 10}{number + 1:09d}"
    return f"{entered_year % 100:02d}{region}15{number + 1:04d}"
