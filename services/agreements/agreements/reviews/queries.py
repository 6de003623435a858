"""What became of many reviews, as it is answered."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from agreements.records import queries as records
from agreements.records.queries import Agreement
from agreements.records.states import Audience
from agreements.reviews.schemas import ReviewAnswer, Reviewed, ReviewResult
from agreements.schemas import refusal_of
from common.errors import Problem


def review_answer(items: Sequence[Reviewed], became: Mapping[UUID, Agreement | Problem]) -> ReviewAnswer:
    """One result for each, in the order of the request."""
    results = [_result(item.agreement_id, became[item.agreement_id]) for item in items]
    done = sum(result.ok for result in results)
    return ReviewAnswer(done=done, refused=len(results) - done, results=results)


def _result(agreement_id: UUID, found: Agreement | Problem) -> ReviewResult:
    if isinstance(found, Problem):
        problem = refusal_of(found)
        return ReviewResult(agreement_id=agreement_id, ok=False, version=None, status=None, problem=problem)
    status = records.status_view(found, Audience.SCHOOL)
    return ReviewResult(agreement_id=agreement_id, ok=True, version=found.version, status=status, problem=None)
