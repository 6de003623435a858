"""From the news to the PDF in the tests: the reaction takes the order, the clock job carries it out."""

from common.contracts.agreements import AgreementSigned, OfflineAgreementPrepared
from common.messaging.consumer import Done
from common.testing.harness import ServiceHarness


async def issue(documents: ServiceHarness, news: AgreementSigned | OfflineAgreementPrepared) -> None:
    """Deliver the news and let the clock work once."""
    assert await documents.deliver(news) == Done()
    await documents.run_job("issue_agreements")


async def issue_later(documents: ServiceHarness) -> None:
    """Let the clock work when the orders that were put off are due again."""
    await documents.rows("UPDATE issue_orders SET next_attempt_at = now() RETURNING agreement_id")
    await documents.run_job("issue_agreements")


async def last_errors(documents: ServiceHarness) -> list[str | None]:
    """Why the orders that wait were not carried out."""
    return [row.last_error for row in await documents.rows("SELECT last_error FROM issue_orders")]
