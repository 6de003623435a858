"""The query string of a request holds what its route declares, each parameter once and none empty.

A filter that is not understood must not be left out in silence: the answer would be right for another question, and a
download of `?cohrt=2027` would be everybody.
"""

from collections.abc import Callable, Coroutine, Iterator, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Any

from fastapi import Request, Response
from fastapi._compat import field_annotation_is_sequence
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_flat_params, get_validation_alias
from fastapi.params import Form, ParamTypes
from fastapi.routing import APIRoute

from common.errors import FieldFault, Invalid
from common.http.bodies import JsonRequest, refuse_undeclared_json

OTHERS = "x-other-query-parameters"
OTHER_PARAMETERS: dict[str, Any] = {OTHERS: "ignored"}
"""`openapi_extra` of a route that third parties call with parameters of their own. It looks at the declared ones and
leaves the rest: who stands behind the call, or the person in front of the browser, could not mend it."""
FAULTS_TOLD = 10
NAME_TOLD = 50
"""Characters."""


class StrictRoute(APIRoute):
    """Refuses what it would otherwise ignore in the query string or in a JSON body.

    Raises:
        Invalid: a parameter is unknown, empty, or given several times where one value is meant.
        NotJson: the body is not declared as JSON.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Look at the query string, if there is one, before FastAPI's own handler does."""
        handle, declared = super().get_route_handler(), declared_parameters(self.dependant)
        if OTHERS in (self.openapi_extra or {}):
            return handle
        takes_json = self.body_field is not None and not isinstance(self.body_field.field_info, Form)

        async def with_known_parameters(request: Request) -> Response:
            if request.scope["query_string"]:
                given: dict[str, list[str]] = {}
                for name, value in request.query_params.multi_items():
                    given.setdefault(name, []).append(value)
                faults = list(islice(_faults(given, declared), FAULTS_TOLD))
                if faults:
                    raise Invalid(errors=faults)
            if not takes_json:
                return await handle(request)
            refuse_undeclared_json(request.headers)
            return await handle(JsonRequest(request.scope, request.receive))

        return with_known_parameters


def declared_parameters(dependant: Dependant) -> dict[str, bool]:
    """The query parameters of a route and of all its dependencies, and whether each may be repeated."""
    return {
        get_validation_alias(field): field_annotation_is_sequence(field.field_info.annotation)
        for field in get_flat_params(dependant)
        if getattr(field.field_info, "in_", None) is ParamTypes.query
    }


def _faults(given: Mapping[str, list[str]], declared: Mapping[str, bool]) -> Iterator[FieldFault]:
    for name, values in given.items():
        if name not in declared:
            yield _unknown(name[:NAME_TOLD], declared)
        elif len(values) > 1 and not declared[name]:
            yield FieldFault(field=name, reason="此查询参数只能填写一次", remedy="请只保留一个值。")
        elif not all(value.strip() for value in values):
            # Neither "all" nor "none": an empty variable of a program looks the same.
            yield FieldFault(field=name, reason="此查询参数没有值", remedy="请填写，不需要时请去掉此参数。")


def _unknown(name: str, declared: Mapping[str, bool]) -> FieldFault:
    if not declared:
        return FieldFault(field=name, reason="不认识的查询参数", remedy="此地址不接受查询参数，请去掉。")
    meant = get_close_matches(name, declared, n=1)
    guess = f"是否要填写 {meant[0]}？" if meant else ""
    return FieldFault(field=name, reason="不认识的查询参数", remedy=f"{guess}可用的参数：{'、'.join(declared)}。")
