"""What screens read of an import."""

from agreements.favourite_imports.commands import Imported
from agreements.favourite_imports.schemas import MOST_TOLD, ImportReport, RowReport
from agreements.favourite_imports.states import RowResult
from common.answers import Coded


def report_of(imported: Imported, *, dry_run: bool) -> ImportReport:
    """Counts, and the rows that could not be added."""
    amiss = [result for result in imported.results.rows if result.outcome.amiss]
    return ImportReport(
        id=imported.id,
        dry_run=dry_run,
        kept_until=imported.expires_at,
        total=len(imported.results.rows),
        **imported.results.counts(),
        rows=[_row(result) for result in amiss[:MOST_TOLD]],
    )


def _row(result: RowResult) -> RowReport:
    outcome = Coded(code=result.outcome, label=result.outcome.label)
    return RowReport(row=result.row, outcome=outcome, detail=result.detail)
