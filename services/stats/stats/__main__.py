"""`python -m stats api | worker | all | migrate | openapi | dead-letters | recount`."""

from common.cli import main
from stats.service import service

if __name__ == "__main__":
    main(service)
