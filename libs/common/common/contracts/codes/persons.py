"""Personal codes: 性别, 民族, 政治面貌, 困难生类别, 师范生类别."""

from typing import Annotated

from common.contracts.codes.code_list import CodeList

SEXES = CodeList(
    "性别",
    {"0": "未知的性别", "1": "男", "2": "女", "9": "未说明的性别"},
    version="GB/T 2261.1",
    spellings={"男性": "1", "女性": "2"},
)

_PEOPLES = {
    "01": "汉", "02": "蒙古", "03": "回", "04": "藏", "05": "维吾尔", "06": "苗", "07": "彝",
    "08": "壮", "09": "布依", "10": "朝鲜", "11": "满", "12": "侗", "13": "瑶", "14": "白",
    "15": "土家", "16": "哈尼", "17": "哈萨克", "18": "傣", "19": "黎", "20": "傈僳", "21": "佤",
    "22": "畲", "23": "高山", "24": "拉祜", "25": "水", "26": "东乡", "27": "纳西", "28": "景颇",
    "29": "柯尔克孜", "30": "土", "31": "达斡尔", "32": "仫佬", "33": "羌", "34": "布朗", "35": "撒拉",
    "36": "毛南", "37": "仡佬", "38": "锡伯", "39": "阿昌", "40": "普米", "41": "塔吉克", "42": "怒",
    "43": "乌孜别克", "44": "俄罗斯", "45": "鄂温克", "46": "德昂", "47": "保安", "48": "裕固", "49": "京",
    "50": "塔塔尔", "51": "独龙", "52": "鄂伦春", "53": "赫哲", "54": "门巴", "55": "珞巴", "56": "基诺",
}  # fmt: skip
_OLD_NAMES = {"崩龙": "46", "毛难": "36", "傈傈": "20"}

ETHNICITIES = CodeList(
    "民族",
    {code: f"{name}族" for code, name in _PEOPLES.items()} | {"97": "其他", "98": "外国血统中国籍人士"},
    version="GB/T 3304-1991",
    spellings={name: code for code, name in _PEOPLES.items()}
    | {f"{name}{suffix}": code for name, code in _OLD_NAMES.items() for suffix in ("", "族")},
)

POLITICAL_STATUSES = CodeList(
    "政治面貌",
    {
        "01": "中共党员",
        "02": "中共预备党员",
        "03": "共青团员",
        "04": "民革会员",
        "05": "民盟盟员",
        "06": "民建会员",
        "07": "民进会员",
        "08": "农工党党员",
        "09": "致公党党员",
        "10": "九三学社社员",
        "11": "台盟盟员",
        "12": "无党派民主人士",
        "13": "群众",
    },
    version="GB/T 4762-1984",
    spellings={
        "党员": "01",
        "中国共产党党员": "01",
        "预备党员": "02",
        "中国共产党预备党员": "02",
        "团员": "03",
        "中国共产主义青年团团员": "03",
        "民革党员": "04",
        "无党派人士": "12",
    },
)

# A bit mask: 1 就业困难 + 2 家庭困难 + 4 残疾.
DIFFICULTIES = CodeList(
    "困难生类别",
    {
        "0": "非困难生",
        "1": "就业困难",
        "2": "家庭困难",
        "3": "就业困难和家庭困难",
        "4": "残疾",
        "5": "就业困难和残疾",
        "6": "家庭困难和残疾",
        "7": "就业困难、家庭困难和残疾",
    },
    version="就业管理系统",
)

TEACHER_TRAININGS = CodeList(
    "师范生类别",
    {"1": "普通师范生", "12": "公费师范生", "2": "非师范生"},
    version="就业管理系统",
    spellings={"免费师范生": "12", "免费（公费）师范生": "12", "师范生": "1"},
)

SexCode = Annotated[str, SEXES.checked(), SEXES.field()]
EthnicityCode = Annotated[str, ETHNICITIES.checked(), ETHNICITIES.field()]
PoliticalStatusCode = Annotated[str, POLITICAL_STATUSES.checked(), POLITICAL_STATUSES.field()]
DifficultyCode = Annotated[str, DIFFICULTIES.checked(), DIFFICULTIES.field()]
TeacherTrainingCode = Annotated[str, TEACHER_TRAININGS.checked(), TEACHER_TRAININGS.field()]
