"""Schools in identity."""

import pytest

from common.testing.harness import ServiceHarness
from tests.identity.warnings.support import Schools


@pytest.fixture
def schools(identity: ServiceHarness) -> Schools:
    return Schools(identity)
