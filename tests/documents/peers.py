"""Agreements and identity as documents meets them, answering with those services' own models."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx

from agreements.records.schemas.sheet import AgreementSheet
from agreements.relocation.schemas import RelocationBlock
from common.contracts.agreements import AgreementSigned
from common.peers import Peers
from common.testing.harness import ServiceHarness
from identity.roster.schemas import WholeRecord
from tests.documents.actors import COHORT, DEPARTMENT, SCHOOL_CODE

NUMBER = "20271033500000424"
VERSION = 3


@dataclass
class SignedAgreement:
    """One agreement with everything that is printed of it. The tests change single entries."""

    agreement_id: UUID = field(default_factory=uuid4)
    employer_id: UUID = field(default_factory=uuid4)
    graduate_id: UUID = field(default_factory=uuid4)
    sheet: dict[str, Any] = field(default_factory=dict)
    particulars: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sheet = sheet_of(self).model_dump(mode="json")
        self.particulars = particulars_of(self).model_dump(mode="json")

    @property
    def key(self) -> str:
        """Where the PDF belongs."""
        return f"agreements/{COHORT}/{SCHOOL_CODE}/{self.agreement_id}.pdf"

    def news(self) -> AgreementSigned:
        """What agreements says of it."""
        return AgreementSigned(
            agreement_id=self.agreement_id,
            employer_id=self.employer_id,
            employer_name=self.sheet["employer"]["name"],
            graduate_id=self.graduate_id,
            graduate_name=self.particulars["name"],
            school_code=SCHOOL_CODE,
            department=DEPARTMENT,
            cohort=COHORT,
            agreement_number=self.sheet["number"],
            signed_at=datetime(2026, 11, 9, 2, 29, 58, tzinfo=UTC),
        )


class FakePeers:
    """Stands between documents and its peers; either can be away."""

    def __init__(self, documents: ServiceHarness) -> None:
        self.agreements: dict[UUID, SignedAgreement] = {}
        self.authorised: dict[UUID, dict[str, Any]] = {}
        self.away: set[str] = set()
        self.asked: list[str] = []
        self.before_particulars: Callable[[], object] = lambda: None
        context = documents.context
        client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        context.peers = Peers("documents", context.settings, client)

    def sign(self, agreement: SignedAgreement | None = None) -> SignedAgreement:
        """An agreement that agreements and identity know."""
        signed = agreement or SignedAgreement()
        self.agreements[signed.agreement_id] = signed
        return signed

    def _answer(self, request: httpx.Request) -> httpx.Response:
        _, service, path = request.url.path.split("/", 2)
        if service in self.away:
            raise httpx.ConnectError("nobody listens")
        if path == "v1/service-tokens":
            return httpx.Response(200, json={"access_token": "token-of-documents", "expires_in": 3600})
        assert request.headers["authorization"] == "Bearer token-of-documents"
        self.asked.append(f"{service}/{path}")
        for signed in self.agreements.values():
            if f"{service}/{path}" == f"agreements/v1/agreements/{signed.agreement_id}/sheet":
                return httpx.Response(200, json=signed.sheet)
            if f"{service}/{path}" == f"identity/v1/graduates/{signed.graduate_id}/versions/{VERSION}/particulars":
                self.before_particulars()
                return httpx.Response(200, json=signed.particulars)
        for user_id, authorised in self.authorised.items():
            if f"{service}/{path}" == f"identity/v1/employer-users/{user_id}/authorisation":
                return httpx.Response(200, json=authorised)
        return httpx.Response(404, json={"code": "not_found", "detail": "没有找到"})


def sheet_of(signed: SignedAgreement) -> AgreementSheet:
    """What agreements answers for a signed agreement."""
    return AgreementSheet.model_validate(
        {
            "agreement_id": signed.agreement_id,
            "number": NUMBER,
            "kind": coded("online", "线上签约"),
            "agreement_type": coded("three_party", "三方协议"),
            "review_word": "审核",
            "cohort": COHORT,
            "cohort_label": "2027届",
            "employer": EMPLOYER | {"employer_id": signed.employer_id},
            "graduate": {
                "graduate_id": signed.graduate_id,
                "version": VERSION,
                "name": "买买提·吐尔逊",
                "department": DEPARTMENT,
            },
            "job": JOB,
            "relocation": RELOCATION,
            "school": SCHOOL,
            "confirmations": CONFIRMATIONS,
            "terms_sha256": "ab" * 32,
            "signed_at": datetime(2026, 11, 9, 2, 29, 58, tzinfo=UTC),
        }
    )


def particulars_of(signed: SignedAgreement) -> WholeRecord:
    """What identity answers for the version that was accepted."""
    return WholeRecord.model_validate(
        {
            "id": signed.graduate_id,
            "version": VERSION,
            "cohort": COHORT,
            "cohort_label": "2027届",
            "exam_number": "23653101150427",
            "name": "买买提·吐尔逊",
            "sex": coded("1", "男"),
            "id_number": "653101200505142716",
            "ethnicity": coded("05", "维吾尔族"),
            "political_status": coded("03", "共青团员"),
            "born": date(2005, 5, 14),
            "school_code": SCHOOL_CODE,
            "school_name": "浙江大学",
            "department": DEPARTMENT,
            "level": coded("31", "本科生毕业"),
            "education": "本科",
            "major": "(080901)计算机科学与技术",
            "major_name": "计算机科学与技术",
            "training_mode": coded("1", "非定向"),
            "origin": coded("653101", "新疆维吾尔自治区喀什地区喀什市"),
            "student_number": "3230100427",
            "school_years": "4",
            "entered": "202309",
            "graduated": "202707",
            "mobile": "13812345678",
            "email": "tursun@example.edu.cn",
            "may_sign": True,
            "changed_at": datetime(2026, 9, 1, tzinfo=UTC),
        }
    )


def coded(code: str, label: str) -> dict[str, str]:
    return {"code": code, "label": label}


EMPLOYER: dict[str, Any] = {
    "name": "杭州云栖智造科技有限公司",
    "uscc": "91330106MA2KD5T43X",
    "nature": coded("39", "其他企业"),
    "industry": coded("34", "信息传输、软件和信息技术服务业"),
    "region": coded("330106", "浙江省杭州市西湖区"),
    "address": "文三路478号华星时代广场A座1201室",
    "contact": {"name": "欧阳静怡", "phone": "0571-88001234", "email": "hr@yunqi.example.com"},
}
JOB: dict[str, Any] = {
    "category": coded("13", "工程技术人员"),
    "title": "后端开发工程师",
    "report_by": date(2027, 7, 15),
    "report_place": "杭州市西湖区文三路478号人力资源部",
    "work_place": "浙江省杭州市",
    "probation_months": 3,
    "probation_pay": "9000",
    "regular_pay": "11000.50",
    "penalty": "3000",
    "clauses": "一、单位提供入职当月起六个月的过渡住房，免收租金。\n二、公积金比例为12%。",
}
RELOCATION = RelocationBlock.model_validate(
    {
        "accepts_file": True,
        "accepts_household": True,
        "label": "接收档案和户口",
        "file_receiver": "杭州市西湖区人才管理服务中心",
        "file_region": coded("330106", "浙江省杭州市西湖区"),
        "file_address": "文二西路1号2楼",
        "file_contact": "王芳",
        "file_phone": "0571-87654321",
        "file_postcode": "310012",
        "household_region": coded("330105", "浙江省杭州市拱墅区"),
        "household_address": "翠苑派出所（集体户）",
    }
)
SCHOOL = {
    "code": SCHOOL_CODE,
    "name": "浙江大学",
    "contact_name": "张思",
    "phone": "0571-87951234",
    "address": "浙江省杭州市余杭塘路866号就业指导中心",
    "postcode": "310058",
}
CONFIRMATIONS: dict[str, Any] = {
    "employer": {"by": "李招聘", "at": datetime(2026, 11, 2, 2, 20, 5, tzinfo=UTC)},
    "graduate": {"by": "买买提·吐尔逊", "at": datetime(2026, 11, 4, 16, 12, 40, tzinfo=UTC)},
    "department": {"by": "赵老师", "at": datetime(2026, 11, 6, 1, 5, tzinfo=UTC)},
    "school": {"by": "张思", "at": datetime(2026, 11, 9, 2, 29, 58, tzinfo=UTC)},
}
