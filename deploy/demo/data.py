"""Who plays the story. All of them are invented; codes and numbers are valid by their standards and nobody's."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from common.contracts.codes import LEVELS
from tests.support.people import Person, people
from tests.support.roster import roster_rows, roster_workbook

COHORT = 2027
GRADUATES = 200
STAFF_PASSWORD = "Xuexiao2027"  # noqa: S105 - of invented people, in a run on this machine only
EMPLOYER_PASSWORD = "Danwei2027"  # noqa: S105 - as above
CHSI_PASSWORD = "chsi-demo"  # noqa: S105 - as above


@dataclass(frozen=True)
class SchoolData:
    """A school, and the departments whose users review."""

    code: str = "19901"
    name: str = "示例大学"

    @property
    def username(self) -> str:
        """The user name of the school's employment office."""
        return f"s{self.code}"

    def department_username(self, number: int) -> str:
        """The user name of the n-th department's reviewer."""
        return f"s{self.code}-{number}"

    def form(self) -> dict[str, str]:
        """What the centre enters to open it."""
        return {"code": self.code, "identifier": f"41330{self.code}", "name": self.name, "province_code": "33"}

    def sign_settings(self) -> dict[str, Any]:
        """签约设置: open, first the department and then the school."""
        contact = {"phone": "0571-87950000", "address": "浙江省杭州市西湖区示例路 1 号", "postcode": "310058"}
        return {
            "signing_open": True,
            "review_mode": "department_then_school",
            "contact": {"name": "张思", **contact},
        }


@dataclass(frozen=True)
class EmployerData:
    """An employer and the mobile of its user."""

    name: str
    uscc: str
    region_code: str
    address: str
    mobile: str
    contact: str
    job_title: str

    def form(self) -> dict[str, Any]:
        """填写单位信息."""
        return {
            "name": self.name,
            "uscc": self.uscc,
            "type": "民营企业",
            "nature_code": "39",
            "industry_code": "34",
            "region_code": self.region_code,
            "address": self.address,
            "postcode": "311100",
            "contact_name": self.contact,
            "contact_phone": "0571-88886666",
            "contact_email": "hr@example.com",
        }

    def letter(self, valid_days: int = 2) -> dict[str, Any]:
        """签约邀请函."""
        return {
            "job_category_code": "13",
            "job_title": self.job_title,
            "valid_days": valid_days,
            "contact_name": self.contact,
            "contact_phone": "0571-88886666",
            "contact_email": "hr@example.com",
            "report_by": f"{COHORT}-07-15",
            "report_place": self.address,
            "work_place": self.address,
            "probation_months": 3,
            "probation_pay": "9000",
            "regular_pay": "12000.50",
            "penalty": "5000",
            "clauses": "一、单位提供过渡住房一年。\n二、毕业生须于报到前取得毕业证书。",
            "relocation": {
                "accepts_file": True,
                "accepts_household": True,
                "file_receiver": "临平区人才服务中心",
                "file_region_code": self.region_code,
                "file_address": "南苑街道人才路 8 号",
                "file_contact": "档案室",
                "file_phone": "0571-86220000",
                "file_postcode": "311100",
                "household_region_code": self.region_code,
                "household_address": "南苑街道集体户",
            },
        }


@dataclass(frozen=True)
class DemoData:
    """Everything the story starts from. Another `seed` gives other people."""

    school: SchoolData = SchoolData()
    employer: EmployerData = EmployerData(
        "杭州云帆示例数据有限公司",
        "91110108MA00TTT09Y",
        "330113",
        "南苑街道 1 号",
        "13812340001",
        "陈静",
        "后端开发工程师",
    )
    rival: EmployerData = EmployerData(
        "上海浦江示例贸易有限公司",
        "91310115MA1TTT9930",
        "310115",
        "世纪大道 1 号",
        "15900001234",
        "周航",
        "数据分析师",
    )
    graduates: int = GRADUATES
    seed: int = COHORT

    @cached_property
    def people(self) -> list[Person]:
        """The graduates; the first is 买买提·吐尔逊, who signs."""
        return people(self.graduates, seed=self.seed, cohort=COHORT, school_code=self.school.code)

    def departments(self) -> list[str]:
        """The roster's departments, in the order of the roster."""
        return list(dict.fromkeys(person.department for person in self.people))

    def staff_accounts(self) -> list[dict[str, Any]]:
        """The school's and its departments' accounts as the employment system has them."""
        code = self.school.code
        shared = {"password": STAFF_PASSWORD, "school_code": code}
        office = {"username": self.school.username, "name": "王老师", "role": "school", "mobile": f"139000{code}"}
        departments = [
            {
                "username": self.school.department_username(number),
                "name": f"{department[:2]}老师",
                "role": "department",
                "department": department,
                "mobile": f"1391{number:02}{code}",
            }
            for number, department in enumerate(self.departments(), start=1)
        ]
        return [{**shared, **account} for account in (office, *departments)]

    def workbook(self) -> bytes:
        """The roster as the school's xlsx file."""
        school = {"school_code": self.school.code, "school_name": self.school.name}
        return roster_workbook(roster_rows(self.graduates, **school, cohort=COHORT, seed=self.seed))

    def chsi_people(self) -> list[dict[str, Any]]:
        """The same people as CHSI knows them."""
        return [
            {
                "name": person.name,
                "id_number": person.id_number,
                "password": CHSI_PASSWORD,
                "mobile": person.mobile,
                "email": person.email,
                "enrolments": [
                    {
                        "school_code": self.school.code,
                        "school_name": self.school.name,
                        "level_code": person.level,
                        "level_name": LEVELS.label(person.level),
                        "major_name": person.major_name,
                        "entrance": person.entered,
                        "graduation": person.graduated,
                        "student_number": person.student_number,
                    }
                ],
            }
            for person in self.people
        ]
