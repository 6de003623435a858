"""The 应届毕业生名单 of each school, with its changes counted."""

from collections import defaultdict

from deploy.sandbox.employment.errors import EmploymentRefused
from deploy.sandbox.employment.schemas import EXAM_NUMBER, Graduate, GraduateChange, GraduatePage
from deploy.sandbox.store import Collection, Store


class Graduates:
    """One entry per graduate and 届. A removed one stays as an entry, so that whoever pulls learns of it."""

    def __init__(self, store: Store) -> None:
        self._kept: Collection[Graduate] = store.collection("employment-graduate", Graduate)
        self._by_school: dict[str, dict[str, Graduate]] = defaultdict(dict)
        for key, graduate in self._kept.items():
            self._by_school[graduate.school_code][key] = graduate

    def put(self, school_code: str, cohort: int, rows: list[dict[str, str]]) -> int:
        """Add or replace graduates; returns how many changed. Who was in another 届 of the school leaves it."""
        known = self._by_school[school_code]
        sequence = self.latest(school_code)
        changed: dict[str, Graduate] = {}
        elsewhere = {g.exam_number: g for g in known.values() if g.cohort != cohort and not g.removed}
        for row in rows:
            number = row[EXAM_NUMBER].strip()
            key = _key(school_code, cohort, number)
            before = changed.get(key) or known.get(key)
            moved = elsewhere.pop(number, None)
            if moved is not None:
                sequence += 1
                changed[_key(school_code, moved.cohort, number)] = _removed(moved, sequence, f"转入{cohort}届")
            if before is not None and before.row == row:
                continue
            sequence += 1
            changed[key] = Graduate(
                sequence=sequence,
                removed=False,
                exam_number=number,
                row=row,
                reason=None,
                school_code=school_code,
                cohort=cohort,
            )
        self._keep(school_code, changed)
        return len(changed)

    def remove(self, school_code: str, exam_number: str, reason: str) -> None:
        """Take a graduate off the list. Raises EmploymentRefused: 404 when not on it."""
        known = self._by_school[school_code]
        found = {key: g for key, g in known.items() if g.exam_number == exam_number and not g.removed}
        if not found:
            raise EmploymentRefused(404, "NOT_FOUND", "名单中没有该考生号")
        next_sequence = self.latest(school_code) + 1
        self._keep(
            school_code,
            {key: _removed(g, sequence, reason) for sequence, (key, g) in enumerate(found.items(), next_sequence)},
        )

    def page(self, school_code: str, cohort: int, after: int, limit: int) -> GraduatePage:
        """Changes of a 届 after a sequence, oldest first."""
        found = sorted(
            (g for g in self._by_school[school_code].values() if g.cohort == cohort and g.sequence > after),
            key=lambda graduate: graduate.sequence,
        )
        shown = found[:limit]
        return GraduatePage(
            items=[GraduateChange(**g.model_dump(include=set(GraduateChange.model_fields))) for g in shown],
            next=shown[-1].sequence if len(found) > limit else None,
            latest=self.latest(school_code),
        )

    def latest(self, school_code: str) -> int:
        """The sequence of a school's latest change, over all its 届; 0 before the first."""
        return max((graduate.sequence for graduate in self._by_school[school_code].values()), default=0)

    def counts(self) -> list[tuple[str, int, int]]:
        """School, 届 and how many graduates are on the list."""
        counted: dict[tuple[str, int], int] = defaultdict(int)
        for graduate in self._kept.all():
            counted[graduate.school_code, graduate.cohort] += not graduate.removed
        return [(*key, number) for key, number in sorted(counted.items())]

    def clear(self) -> None:
        self._kept.clear()
        self._by_school.clear()

    def _keep(self, school_code: str, changed: dict[str, Graduate]) -> None:
        self._kept.put_many(changed)
        self._by_school[school_code].update(changed)


def _removed(graduate: Graduate, sequence: int, reason: str) -> Graduate:
    return graduate.model_copy(update={"sequence": sequence, "removed": True, "row": None, "reason": reason})


def _key(school_code: str, cohort: int, exam_number: str) -> str:
    return f"{school_code}:{cohort}:{exam_number}"
