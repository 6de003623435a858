"""`python -m notifications …`: see `--help`."""

from common.cli import main
from notifications.service import service

if __name__ == "__main__":
    main(service)
