"""An employer's workbench, out."""

from stats.schemas import Counted, Dated


class TabView(Counted):
    """One tab: how many under it, and how many in each of its statuses."""

    statuses: list[Counted]


class Workbench(Dated):
    """工作台 of a cohort (guides/000 §3)."""

    tabs: list[TabView]
