"""`python -m agreements api | worker | all | migrate | openapi | dead-letters | verify-history`."""

from agreements.service import service
from common.cli import main

if __name__ == "__main__":
    main(service)
