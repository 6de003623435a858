"""审核进度, as screens show it."""

from collections.abc import Sequence

from agreements.records.queries.parts import review_word
from agreements.records.queries.situations import Situation
from agreements.records.schemas.views import ProgressStep
from agreements.records.states import Action, Kind, Status
from agreements.records.states.progress import Done, StepState, progress_of
from agreements.records.tables import Agreement, HistoryRow
from common.answers import Coded
from common.review import ReviewMode, ReviewStep


def progress_view(agreement: Agreement, around: Situation, history: Sequence[HistoryRow]) -> list[ProgressStep]:
    """The steps until it is signed. Before the review mode is frozen it is the one that the school has set now."""
    settings = around.settings
    mode = ReviewMode(agreement.review_mode or (settings.review_mode if settings else ReviewMode.SCHOOL_ONLY))
    done = [
        Done(Action(entry.action), ReviewStep(entry.at_step) if entry.at_step else None, entry.at)
        for entry in history
        if entry.action != Action.MOVE_DEPARTMENT  # it ends nothing, even when it comes last
    ]
    word = review_word(agreement, around.agreement_type)
    steps = progress_of(Kind(agreement.kind), Status(agreement.status), mode, word, done)
    return [
        ProgressStep(
            label=step.label,
            state=Coded(code=step.state.value, label=step.state.label),
            at=step.at,
            due_at=agreement.due_at if step.state is StepState.WAITING and not agreement.frozen_at else None,
        )
        for step in steps
    ]
