"""Stats, put together."""

from pathlib import Path

from common.service import Service
from stats.counting.cli import recount
from stats.database import Base
from stats.reactions import reactions
from stats.school.routes import router as school_router
from stats.settings import StatsSettings
from stats.workbench.routes import router as workbench_router

service = Service(
    name="stats",
    title="数据统计",
    settings=StatsSettings,
    metadata=Base.metadata,
    migrations=Path(__file__).parents[1] / "migrations",
    routers=[workbench_router, school_router],
    reactions=reactions,
    commands=[recount],
)
