"""What stats needs: the common settings are enough."""

from common.settings import Settings


class StatsSettings(Settings):
    """Settings of stats, from the environment."""
