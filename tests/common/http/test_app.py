"""The app of a service."""

import gc
import weakref
from typing import Any, cast

from common.app import create_app
from tests.support.toy.service import toy


class Parts:
    """Stands for a running service's parts."""

    service = toy
    name = toy.name


class TestApp:
    def test_holds_the_services_parts_no_longer_than_it_lives(self) -> None:
        parts = Parts()
        app = create_app(cast(Any, parts))
        held = weakref.ref(parts)
        del app, parts
        gc.collect()
        assert held() is None
