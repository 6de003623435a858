"""`python -m documents api | worker | all | migrate | openapi | dead-letters`."""

from common.cli import main
from documents.service import service

if __name__ == "__main__":
    main(service)
