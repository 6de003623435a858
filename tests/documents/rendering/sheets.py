"""Sheets to draw: an ordinary one, an offline one, and one with everything as long and as odd as it gets."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from documents.agreement.rendering.render import RenderedDocument, render_agreement
from documents.agreement.rendering.sheet import AgreementSheet

CHECK_URL = "https://wq.example.edu.cn/documents/v1/checks/7KQ4-9M2X"

ORDINARY: dict[str, Any] = {
    "number": "20261000100004271",
    "form": "three_party",
    "signing_kind": "线上签约",
    "cohort": "2026届",
    "check_code": "7KQ4-9M2X",
    "issued_at": datetime(2026, 3, 9, 2, 30, tzinfo=UTC),
    "graduate": {
        "name": "买买提·吐尔逊",
        "gender": "男",
        "id_number": "653101200305142716",
        "ethnicity": "维吾尔族",
        "political_status": "共青团员",
        "education_level": "本科",
        "major": "(080901) 计算机科学与技术",
        "training_mode": "非定向",
        "schooling_years": "4年",
        "graduates_on": "2026年7月",
        "student_number": "2022010427",
        "home_region": "新疆维吾尔自治区喀什地区喀什市",
        "mobile": "13812345678",
        "email": "tursun@example.edu.cn",
    },
    "employer": {
        "name": "杭州云栖智造科技有限公司",
        "uscc": "91330106MA2KD5T43X",
        "nature": "其他企业",
        "industry": "信息传输、软件和信息技术服务业",
        "address": "浙江省杭州市西湖区文三路478号华星时代广场A座1201室",
        "contact": "欧阳静怡",
        "phone": "0571-88001234",
        "mobile": "13700001234",
        "email": "hr@yunqi.example.com",
    },
    "relocation": {
        "handled_by_employer": "接收户口和档案",
        "file_receiver": "杭州市西湖区人才管理服务中心",
        "file_region": "浙江省杭州市西湖区",
        "file_address": "文二西路1号西湖区人力资源服务产业园2楼",
        "file_contact": "王芳",
        "file_phone": "0571-87654321",
        "file_postcode": "310012",
        "household_region": "浙江省杭州市西湖区",
        "household_address": "翠苑派出所（翠苑街道集体户）",
    },
    "job": {
        "category": "工程技术人员",
        "title": "后端开发工程师",
        "report_by": "2026年7月15日",
        "report_place": "杭州市西湖区文三路478号人力资源部",
        "work_place": "浙江省杭州市",
        "probation": "3个月",
        "probation_pay": "9000元/月",
        "regular_pay": "11000元/月",
        "penalty": "3000元",
        "supplement": (
            "一、单位提供入职当月起六个月的过渡住房，免收租金。\n"
            "二、单位自报到之日起为毕业生缴纳五险一金，公积金比例为12%。"
        ),
    },
    "school": {
        "name": "北京大学",
        "contact": "张思",
        "phone": "010-62751234",
        "address": "北京市海淀区颐和园路5号学生就业指导服务中心",
        "postcode": "100871",
    },
    "signatures": {
        "employer": {"by": "欧阳静怡", "at": datetime(2026, 3, 2, 2, 20, 5, tzinfo=UTC)},
        "graduate": {"by": "买买提·吐尔逊", "at": datetime(2026, 3, 4, 16, 12, 40, tzinfo=UTC)},
        "department": {"by": "信息科学技术学院", "at": datetime(2026, 3, 6, 1, 5, 0, tzinfo=UTC)},
        "school": {"by": "张思", "at": datetime(2026, 3, 9, 2, 29, 58, tzinfo=UTC)},
    },
}


def sheet(**changes: Any) -> AgreementSheet:
    """The ordinary sheet with some fields changed: `sheet(graduate__name="䶮")`."""
    data = {key: dict(value) if isinstance(value, dict) else value for key, value in ORDINARY.items()}
    for path, value in changes.items():
        block, _, field = path.partition("__")
        if field:
            data[block][field] = value
        else:
            data[block] = value
    return AgreementSheet.model_validate(data)


@cache
def rendered(printed: AgreementSheet) -> RenderedDocument:
    """The sheet's document; tests that only read it share one drawing."""
    return render_agreement(printed, check_url=CHECK_URL)
