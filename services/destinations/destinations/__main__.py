"""`python -m destinations api | worker | all | migrate | openapi | dead-letters`."""

from common.cli import main
from destinations.service import service

if __name__ == "__main__":
    main(service)
