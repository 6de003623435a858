"""Every entry lands in its place on the sheet."""

from datetime import UTC, datetime
from typing import Any

import pytest

from documents.agreement.filling import printed_sheet
from documents.agreement.rendering.sheet import AgreementSheet
from documents.agreement.schemas.peers import Particulars, SignedSheet
from tests.documents.peers import SignedAgreement, coded

ISSUED = datetime(2026, 11, 9, 2, 30, tzinfo=UTC)


def filled(signed: SignedAgreement | None = None) -> AgreementSheet:
    given = signed or SignedAgreement()
    return printed_sheet(
        SignedSheet.model_validate(given.sheet),
        Particulars.model_validate(given.particulars),
        check_code="7KQ4-9M2X-0ZT8",
        issued_at=ISSUED,
    )


def with_entry(block: str, name: str, value: Any) -> AgreementSheet:
    signed = SignedAgreement()
    signed.sheet[block][name] = value
    return filled(signed)


class TestBlocks:
    def test_head(self) -> None:
        sheet = filled()
        assert (sheet.number, sheet.form.label, sheet.signing_kind) == ("20271033500000424", "三方协议", "线上签约")
        assert (sheet.cohort, sheet.check_code, sheet.issued_at) == ("2027届", "7KQ4-9M2X-0ZT8", ISSUED)

    def test_graduate(self) -> None:
        assert filled().graduate.model_dump() == {
            "name": "买买提·吐尔逊",
            "gender": "男",
            "id_number": "653101200505142716",
            "ethnicity": "维吾尔族",
            "political_status": "共青团员",
            "education_level": "本科",
            "major": "(080901)计算机科学与技术",
            "training_mode": "非定向",
            "schooling_years": "4年",
            "graduates_on": "2027年7月",
            "student_number": "3230100427",
            "home_region": "新疆维吾尔自治区喀什地区喀什市",
            "mobile": "13812345678",
            "email": "tursun@example.edu.cn",
        }

    def test_employer(self) -> None:
        assert filled().employer.model_dump() == {
            "name": "杭州云栖智造科技有限公司",
            "uscc": "91330106MA2KD5T43X",
            "nature": "其他企业",
            "industry": "信息传输、软件和信息技术服务业",
            "address": "浙江省杭州市西湖区文三路478号华星时代广场A座1201室",
            "contact": "欧阳静怡",
            "phone": "0571-88001234",
            "mobile": None,
            "email": "hr@yunqi.example.com",
        }

    def test_relocation(self) -> None:
        assert filled().relocation.model_dump() == {
            "handled_by_employer": "接收档案和户口",
            "file_receiver": "杭州市西湖区人才管理服务中心",
            "file_region": "浙江省杭州市西湖区",
            "file_address": "文二西路1号2楼",
            "file_contact": "王芳",
            "file_phone": "0571-87654321",
            "file_postcode": "310012",
            "household_region": "浙江省杭州市拱墅区",
            "household_address": "翠苑派出所（集体户）",
        }

    def test_job(self) -> None:
        assert filled().job.model_dump() == {
            "category": "工程技术人员",
            "title": "后端开发工程师",
            "report_by": "2027年7月15日",
            "report_place": "杭州市西湖区文三路478号人力资源部",
            "work_place": "浙江省杭州市",
            "probation": "3个月",
            "probation_pay": "9000元/月",
            "regular_pay": "11000.50元/月",
            "penalty": "3000元",
            "supplement": "一、单位提供入职当月起六个月的过渡住房，免收租金。\n二、公积金比例为12%。",
        }

    def test_school(self) -> None:
        assert filled().school.model_dump() == {
            "name": "浙江大学",
            "contact": "张思",
            "phone": "0571-87951234",
            "address": "浙江省杭州市余杭塘路866号就业指导中心",
            "postcode": "310058",
        }

    def test_confirmations(self) -> None:
        signatures = filled().signatures.model_dump()
        assert {party: given["by"] for party, given in signatures.items()} == {
            "employer": "李招聘",
            "graduate": "买买提·吐尔逊",
            "department": "计算机科学与技术学院（赵老师）",
            "school": "张思",
        }
        assert signatures["graduate"]["at"] == datetime(2026, 11, 4, 16, 12, 40, tzinfo=UTC)


class TestVariants:
    def test_two_parties(self) -> None:
        signed = SignedAgreement()
        signed.sheet |= {"agreement_type": coded("two_party", "两方协议"), "review_word": "鉴证"}
        assert (filled(signed).form.label, filled(signed).form.review) == ("两方协议", "鉴证")

    def test_a_school_that_reviews_alone(self) -> None:
        assert with_entry("confirmations", "department", None).signatures.department is None

    def test_without_relocation_data_nothing_is_claimed(self) -> None:
        signed = SignedAgreement()
        signed.sheet["relocation"] = None
        assert set(filled(signed).relocation.model_dump().values()) == {None}

    def test_a_mobile_is_printed_as_the_contacts_mobile(self) -> None:
        contact = {"name": "欧阳静怡", "phone": "13700001234", "email": None}
        printed = with_entry("employer", "contact", contact).employer
        assert (printed.phone, printed.mobile, printed.email) == (None, "13700001234", None)

    def test_a_region_that_the_address_already_names_is_not_printed_twice(self) -> None:
        address = "浙江省杭州市西湖区文三路478号"
        assert with_entry("employer", "address", address).employer.address == address

    @pytest.mark.parametrize(("months", "printed"), [(None, None), (0, "无"), (6, "6个月")])
    def test_probation(self, months: int | None, printed: str | None) -> None:
        assert with_entry("job", "probation_months", months).job.probation == printed

    @pytest.mark.parametrize("entry", ["report_by", "report_place", "work_place", "probation_pay", "penalty"])
    def test_what_was_left_empty_stays_empty(self, entry: str) -> None:
        assert getattr(with_entry("job", entry, None).job, entry) is None
