"""What a run comes to is said once, and truly."""

import pytest

from tests.bench.cases.accepting import refuse_without_code
from tests.bench.measuring import Result
from tests.bench.said import Statement
from tests.bench.verdicts import table, verdicts

READS = Statement("SELECT agreement.id FROM agreements agreement LEFT JOIN (SELECT * FROM acceptance_codes) code", {})
USES = "WITH changed AS (UPDATE agreements …) UPDATE acceptance_codes SET state = 'used' FROM changed WHERE id = $3"
CODE = "00d00000-0000-7000-8000-100000000007"


def result(way: str, per_second: float, *, size: int = 10_000, p99: float = 10.0, megabytes: float = 0.0) -> Result:
    return Result("accept", size, way, per_second, [1.0, p99], megabytes=megabytes or None)


def run(api: float, *, size: int = 10_000, p99: float = 10.0, megabytes: float = 120.0) -> list[Result]:
    ours = result("api", api, size=size, p99=p99, megabytes=megabytes)
    return [ours, result("usual", 100, size=size, megabytes=300), result("pgbench", 1000, size=size)]


class TestVerdicts:
    def test_are_reached_where_all_is_as_aimed(self) -> None:
        found = list(verdicts([*run(300), *run(330, size=1_000_000, p99=15)]))
        assert [each.aim for each in found if each.reached] == [
            "accept: at least 0.30 of pgbench",
            "accept: at least 3.0 x usual",
            "accept: p99 at 1000000 at most 1.5 x at 10000",
            "API process: under 150 MiB",
        ]
        assert found[-1].measured == "120 MiB at most, with accept"
        assert found[0].measured == "0.30 (10000), 0.33 (1000000)"

    def test_are_missed_where_the_largest_size_falls_behind(self) -> None:
        found = list(verdicts([*run(310), *run(290, size=1_000_000, p99=16, megabytes=150)]))
        assert [each.reached for each in found] == [False, False, False, False]

    def test_say_nothing_of_growth_with_one_size(self) -> None:
        assert not [each for each in verdicts(run(310)) if "p99" in each.aim]

    def test_are_printed_with_their_word(self, capsys: pytest.CaptureFixture[str]) -> None:
        table(run(299))
        printed = capsys.readouterr().out.splitlines()
        assert [line.split()[0] for line in printed if line] == ["verdict", "missed", "missed", "reached"]


class TestRecordedAcceptance:
    def test_reads_its_code_and_uses_it_up(self) -> None:
        refuse_without_code([READS, Statement(USES, {3: CODE})], CODE)

    @pytest.mark.parametrize(
        "said", [[READS], [READS, Statement(USES, {3: None})], [Statement(USES, {3: CODE})]], ids=str
    )
    def test_is_refused_as_a_measure_without_one(self, said: list[Statement]) -> None:
        with pytest.raises(RuntimeError, match="code"):
            refuse_without_code(said, CODE)
