"""Every status of agreements has its place in the figures, and every event leads to the status it leads to there."""

import importlib

import pytest

from agreements.records.states import STANDING as OWNED_STANDING
from agreements.records.states import Audience, Line
from agreements.records.states import Status as Owned
from common.contracts import agreements as said
from deploy.docs.states import MACHINES
from stats.counting.states.statuses import STANDING, Status, status_after
from stats.school.states import COLUMNS, SHARED, columns_of
from stats.workbench.states import TABS, Tab
from tests.contracts.variations import variations

PROCESSES = [machine.module for machine in MACHINES if machine.module.startswith("agreements.")]
NEUTRAL = {
    said.AgreementPassedByDepartment,
    said.RescissionPassedByDepartment,
    said.AgreementAmended,
    said.AgreementDisputed,
    said.DisputeDismissed,
    said.AgreementMovedDepartment,
}


def tab_of(status: Status) -> Tab:
    (tab,) = [tab for tab in TABS if status in tab.statuses]
    return tab


class TestStatuses:
    def test_are_those_of_agreements_and_supplements_that_stand(self) -> None:
        assert {*map(str, Status)} - {"supplement_signed"} == {*map(str, Owned)}

    @pytest.mark.parametrize("owned", Owned)
    def test_stand_in_the_tabs_and_words_of_the_employers_lists(self, owned: Owned) -> None:
        tab = tab_of(Status(owned.value))
        assert (tab.label, tab.statuses[Status(owned.value)]) == (owned.tab.label, owned.label(Audience.EMPLOYER))

    def test_of_a_supplement_that_stands_is_a_signed_one(self) -> None:
        assert tab_of(Status.SUPPLEMENT_SIGNED).label == "已签约"

    def test_have_one_column_each_so_that_the_columns_add_up(self) -> None:
        for status in Status:
            counts = columns_of(10, {status.value: 3})
            own = {column for column, n in counts.items() if n == 3}
            assert own == {"records", SHARED.get(status, status.value)}
        assert set(SHARED.values()) <= set(COLUMNS)

    def test_of_agreements_that_stand_are_the_owners(self) -> None:
        assert {*STANDING} == {Status.SUPPLEMENT_SIGNED, *(Status(status.value) for status in OWNED_STANDING)}


class TestEvents:
    def test_are_all_understood(self) -> None:
        facts = [getattr(said, name) for name in said.__all__]
        changes = [kind for kind in facts if issubclass(kind, said.AgreementFacts) and kind is not said.AgreementFacts]
        assert {kind for kind in changes if any(status_after(event) is None for event in variations(kind))} == NEUTRAL

    @pytest.mark.parametrize("process", PROCESSES)
    def test_lead_where_the_transition_tables_lead(self, process: str) -> None:
        for line in importlib.import_module(process).TRANSITIONS:
            after = {status_after(event) for event in variations(line.event)}
            assert _target(line) in after, line


def _target(line: Line) -> Status | None:
    return None if line.event in NEUTRAL and line.source == line.target else Status(line.target.value)
