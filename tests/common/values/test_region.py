import pytest

from common.contracts.values.checked import ValueFault
from common.contracts.values.region import PROVINCES, check_region_code, children, region_code_of, region_name, warnings


class TestRegionName:
    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("110108", "北京市海淀区"),
            ("110000", "北京市"),
            ("330113", "浙江省杭州市临平区"),
            ("110103", "北京市崇文区"),
            ("460400", "海南省儋州市"),
            ("441900", "广东省东莞市"),
            ("469001", "海南省五指山市"),
            ("659012", "新疆维吾尔自治区白杨市"),
            ("500229", "重庆市城口县"),
            ("810000", "香港特别行政区"),
            ("710000", "台湾省"),
        ],
    )
    def test_reads_as_people_write_it(self, code: str, name: str) -> None:
        assert region_name(code) == name

    def test_refuses_to_show_a_raw_code(self) -> None:
        with pytest.raises(ValueFault):
            region_name("999999")


class TestCheckRegionCode:
    def test_an_abolished_code_passes_with_a_warning(self) -> None:
        assert check_region_code("１１０１０３") == "110103"
        assert warnings("110103") == ["地区代码 110103（北京市崇文区）已撤销，请核对现用代码"]

    def test_a_code_in_force_has_no_warning(self) -> None:
        assert warnings("110108") == []

    @pytest.mark.parametrize(
        ("code", "reason"),
        [
            ("1101", "应为6位数字"),
            ("11010A", "应为6位数字"),
            ("119999", "119999 不在行政区划代码表中"),
            ("", "应为6位"),
        ],
    )
    def test_refuses_what_was_never_a_region(self, code: str, reason: str) -> None:
        with pytest.raises(ValueFault) as refused:
            check_region_code(code)
        assert reason in refused.value.reason


class TestRegionCodeOf:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("北京市海淀区", "110108"),
            ("北京市市辖区海淀区", "110108"),
            ("浙江省 杭州市 临平区", "330113"),
            ("浙江省/杭州市", "330100"),
            ("广东省东莞市", "441900"),
            ("510107", "510107"),
        ],
    )
    def test_reads_codes_and_full_names(self, text: str, code: str) -> None:
        assert region_code_of(text) == code

    @pytest.mark.parametrize("text", ["海淀", "杭州", "火星", "119999", ""])
    def test_refuses_to_guess(self, text: str) -> None:
        with pytest.raises(ValueFault):
            region_code_of(text)


class TestChildren:
    def test_begins_with_the_provinces(self) -> None:
        assert [region.code[:2] for region in children()] == list(PROVINCES)

    def test_leaves_out_the_rows_that_only_group(self) -> None:
        assert children("110000")[0] == ("110101", "东城区")
        assert ("469001", "五指山市") in children("460000")

    def test_a_prefecture_without_counties_has_none(self) -> None:
        assert children("441900") == []

    def test_every_name_leads_back_to_its_code(self) -> None:
        provinces = children()
        counties = [
            county for province in provinces for city in children(province.code) for county in children(city.code)
        ]
        assert len(counties) > 2000
        assert [region_code_of(region_name(county.code)) for county in counties] == [county.code for county in counties]
