"""A school's list of graduates in the employment system, and how it comes from there."""

from deploy.demo.data import COHORT
from deploy.demo.people import Staff, until
from deploy.demo.stage import Facts, Stage
from tests.support.roster import roster_rows


def rows_of(stage: Stage) -> list[dict[str, str]]:
    """The stage's graduates as the list has them."""
    school = stage.data.school
    return roster_rows(
        stage.data.graduates, school_code=school.code, school_name=school.name, cohort=COHORT, seed=stage.data.seed
    )


async def pulled(school: Staff, mode: str = "incremental") -> Facts:
    """The school presses 同步 and waits until it is done."""
    begun = await school.post("/identity/v1/roster-pulls", {"cohort": COHORT, "mode": mode})
    path = f"/identity/v1/roster-pulls/{begun['id']}"
    done = await until(lambda: school.get(path), lambda pull: pull["status"]["code"] != "running")
    assert done["status"]["code"] == "done", done
    return done
