"""What destinations needs: the common settings are enough."""

from common.settings import Settings


class DestinationsSettings(Settings):
    """Settings of destinations, from the environment."""
