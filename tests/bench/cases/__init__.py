"""The use cases that are measured."""

from collections.abc import Awaitable, Callable, Mapping

from tests.bench.cases.accepting import accept
from tests.bench.cases.bench import Bench
from tests.bench.cases.expiring import expire
from tests.bench.cases.inviting import invite, invite_many
from tests.bench.cases.reviewing import review
from tests.bench.measuring import Result

CASES: Mapping[str, Callable[[Bench, int], Awaitable[list[Result]]]] = {
    "accept": accept,
    "invite": invite,
    "invite_many": invite_many,
    "review": review,
    "expire": expire,
}
"""In the order in which they are measured; each is given the size for its lines."""

__all__ = ["CASES", "Bench"]
