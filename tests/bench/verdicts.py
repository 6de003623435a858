"""What the measurements come to, against the aims."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.bench.measuring import OURS, Result

OF_PGBENCH = 0.30
OVER_USUAL = 3.0
FLAT = 1.5
"""p99 at the largest size over p99 at the smallest. On shared cores a p99 differs by some tens of percent from run to
run; a cost that grew with the table would grow by the ratio of the sizes, and that of a sort or a tree is in this."""
API_MEGABYTES = 150


@dataclass(frozen=True)
class Verdict:
    """One aim, what was measured, and whether it is there."""

    aim: str
    measured: str
    reached: bool


def verdicts(results: Sequence[Result]) -> Iterator[Verdict]:
    """All aims that these measurements say something about; of several sizes each has to reach them."""
    accepted = [each for each in results if each.use_case == "accept"]
    ours = [each for each in results if each.way in OURS]
    if accepted:
        yield _at_least(f"accept: at least {OF_PGBENCH:.2f} of pgbench", OF_PGBENCH, _ratios(accepted, "pgbench"))
        yield _at_least(f"accept: at least {OVER_USUAL:.1f} x usual", OVER_USUAL, _ratios(accepted, "usual"))
    for use_case in dict.fromkeys(each.use_case for each in ours):
        same = sorted((each for each in ours if each.use_case == use_case), key=lambda each: each.size)
        if len(same) > 1:
            yield _flat(same[0], same[-1])
    if used := [(each.megabytes, each.use_case) for each in ours if each.way == "api" and each.megabytes]:
        most, use_case = max(used)
        aim = f"API process: under {API_MEGABYTES} MiB"
        yield Verdict(aim, f"{most:.0f} MiB at most, with {use_case}", most < API_MEGABYTES)


def table(results: Sequence[Result]) -> None:
    """Print them, the last thing of a run."""
    print(f"\n{'verdict':<9}{'aim':<54}measured")
    for each in verdicts(results):
        print(f"{'reached' if each.reached else 'missed':<9}{each.aim:<54}{each.measured}")


def _ratios(results: Sequence[Result], other: str) -> dict[int, float]:
    theirs = {each.size: each.per_second for each in results if each.way == other}
    return {each.size: each.per_second / theirs[each.size] for each in results if each.way in OURS}


def _at_least(aim: str, least: float, ratios: dict[int, float]) -> Verdict:
    told = ", ".join(f"{ratio:.2f} ({size})" for size, ratio in sorted(ratios.items()))
    return Verdict(aim, told, min(ratios.values()) >= least)


def _flat(smallest: Result, largest: Result) -> Verdict:
    before, after = smallest.at(0.99), largest.at(0.99)
    aim = f"{smallest.use_case}: p99 at {largest.size} at most {FLAT} x at {smallest.size}"
    return Verdict(aim, f"{after / before:.2f} x ({before:.1f} ms, {after:.1f} ms)", after <= FLAT * before)
