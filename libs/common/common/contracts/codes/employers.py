"""What an employer is and what the job is: 单位性质, 单位行业, 职位类别."""

from typing import Annotated

from common.contracts.codes.code_list import CodeList

EMPLOYER_NATURES = CodeList(
    "单位性质",
    {
        "10": "机关",
        "20": "科研设计单位",
        "21": "高等教育单位",
        "22": "中初教育单位",
        "23": "医疗卫生单位",
        "29": "其他事业单位",
        "31": "国有企业",
        "32": "三资企业",
        "39": "其他企业",
        "40": "部队",
        "55": "农村建制村",
        "56": "城镇社区",
    },
    version="就业管理系统",
    # Guide 000 §2: private, collective and individual businesses choose 其他企业.
    spellings={"民营企业": "39", "私营企业": "39", "集体企业": "39", "个体工商户": "39", "党政机关": "10"},
    retired={"25": "艰苦事业单位", "35": "艰苦行业企业", "77": "其他灵活就业", "99": "其他"},
)

# Codes of the employment system: the first digit is the economic sector. Not the divisions of GB/T 4754.
INDUSTRIES = CodeList(
    "单位行业",
    {
        "11": "农、林、牧、渔业",
        "21": "采矿业",
        "22": "制造业",
        "23": "电力、热力、燃气及水生产和供应业",
        "24": "建筑业",
        "31": "批发和零售业",
        "32": "交通运输、仓储和邮政业",
        "33": "住宿和餐饮业",
        "34": "信息传输、软件和信息技术服务业",
        "35": "金融业",
        "36": "房地产业",
        "37": "租赁和商务服务业",
        "38": "科学研究和技术服务业",
        "39": "水利、环境和公共设施管理业",
        "41": "居民服务、修理和其他服务业",
        "42": "教育",
        "43": "卫生和社会工作",
        "44": "文化、体育和娱乐业",
        "45": "公共管理、社会保障和社会组织",
        "46": "国际组织",
        "80": "军队",
    },
    version="就业管理系统",
    spellings={"教育业": "42", "电力、燃气及水的生产和供应业": "23"},
)
_SECTIONS = {
    "11": "A", "21": "B", "22": "C", "23": "D", "24": "E", "31": "F", "32": "G", "33": "H", "34": "I", "35": "J",
    "36": "K", "37": "L", "38": "M", "39": "N", "41": "O", "42": "P", "43": "Q", "44": "R", "45": "S", "46": "T",
}  # fmt: skip


def industry_section(code: str) -> str | None:
    """The GB/T 4754 section letter of an industry code; 80 军队 has none. Raises `ValueFault` for an unknown code."""
    return _SECTIONS.get(INDUSTRIES.check(code))


JOB_CATEGORIES = CodeList(
    "职位类别",
    {
        "10": "公务员",
        "11": "科学研究人员",
        "13": "工程技术人员",
        "17": "农林牧渔业技术人员",
        "18": "飞机和船舶技术人员",
        "19": "卫生专业技术人员",
        "21": "经济业务人员",
        "22": "金融业务人员",
        "23": "法律专业人员",
        "24": "教学人员",
        "25": "文学艺术工作人员",
        "26": "体育工作人员",
        "27": "新闻出版和文化工作人员",
        "29": "其他专业技术人员",
        "30": "办事人员和有关人员",
        "40": "商业和服务业人员",
        "60": "生产和运输设备操作人员",
        "80": "军人",
        "90": "其他人员",
    },
    version="就业管理系统",
    spellings={"办事人员": "30", "商业服务人员": "40", "商业和服务人员": "40"},
    retired={"09": "博士后研究人员", "31": "办事人员", "49": "商业服务人员"},
)

EmployerNatureCode = Annotated[str, EMPLOYER_NATURES.checked(), EMPLOYER_NATURES.field()]
IndustryCode = Annotated[str, INDUSTRIES.checked(), INDUSTRIES.field()]
JobCategoryCode = Annotated[str, JOB_CATEGORIES.checked(), JOB_CATEGORIES.field()]
