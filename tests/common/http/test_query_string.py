"""What a route does not declare is refused, never left out in silence."""

import pytest
from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient, Response

from common.http.problems import install_problem_handlers
from common.http.query_string import FAULTS_TOLD, OTHER_PARAMETERS, StrictRoute

router = APIRouter(route_class=StrictRoute)


@router.get("/people")
async def people(cohort: int | None = None, overdue: bool | None = None) -> list[int | None]:
    """Narrowed by scalars."""
    return [cohort]


@router.get("/plain")
async def plain() -> str:
    """Takes nothing."""
    return "plain"


@router.get("/back", openapi_extra=OTHER_PARAMETERS)
async def back(state: str, error: str = "") -> str:
    """Called by somebody who adds parameters of their own."""
    return state + error


async def ask(address: str) -> Response:
    app = FastAPI()
    app.include_router(router)
    install_problem_handlers(app, "sample")
    async with AsyncClient(transport=ASGITransport(app), base_url="http://sample.test") as client:
        return await client.get(address)


async def fault_of(address: str) -> dict[str, str]:
    answer = await ask(address)
    assert answer.status_code == 422, answer.text
    [fault] = answer.json()["errors"]
    return dict(fault)


class TestStrictRoutes:
    async def test_refuse_a_typo_and_name_what_was_meant(self) -> None:
        assert await fault_of("/people?cohrt=2027") == {
            "field": "cohrt",
            "reason": "不认识的查询参数",
            "remedy": "是否要填写 cohort？可用的参数：cohort、overdue。",
        }

    async def test_refuse_any_parameter_where_there_are_none(self) -> None:
        fault = await fault_of("/plain?page=2")
        assert (fault["field"], fault["remedy"]) == ("page", "此地址不接受查询参数，请去掉。")

    async def test_refuse_a_second_value_of_what_has_one(self) -> None:
        fault = await fault_of("/people?cohort=2027&cohort=2026")
        assert (fault["field"], fault["reason"]) == ("cohort", "此查询参数只能填写一次")

    @pytest.mark.parametrize("query", ["cohort=", "cohort", "cohort=%20"])
    async def test_refuse_a_parameter_without_a_value(self, query: str) -> None:
        fault = await fault_of(f"/people?{query}")
        assert (fault["field"], fault["reason"]) == ("cohort", "此查询参数没有值")

    async def test_tell_of_a_long_nonsense_in_short(self) -> None:
        answer = await ask("/people?" + "&".join(f"{'x' * 100}{number}=1" for number in range(50)))
        faults = answer.json()["errors"]
        assert (len(faults), {len(fault["field"]) for fault in faults}) == (FAULTS_TOLD, {50})

    @pytest.mark.parametrize("address", ["/people", "/people?", "/people?&", "/people?cohort=2027&overdue=true"])
    async def test_answer_what_they_understand(self, address: str) -> None:
        assert (await ask(address)).status_code == 200


class TestRoutesForThirdParties:
    @pytest.mark.parametrize("others", ["from=singlemessage", "error=", "state=a", "from=1&from=2"])
    async def test_let_pass_what_is_not_theirs_to_mend(self, others: str) -> None:
        assert (await ask(f"/back?state=a&{others}")).json() == "a"
