"""How generated tests run: HYPOTHESIS_PROFILE is dev (50 examples), ci (200, the same each time), long (5,000)
or brief (10, for mutation testing)."""

import gc
import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, Phase, settings

_CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much]  # the machine's speed is no property of the code

settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=_CHECKS)
settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True, suppress_health_check=_CHECKS)
settings.register_profile("long", max_examples=5_000, deadline=None, suppress_health_check=_CHECKS)
settings.register_profile(
    "brief",
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=_CHECKS,
    phases=(Phase.explicit, Phase.generate),  # that something fails is enough
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database: `make test-postgres` runs it once more."""
    for item in items:
        asked = getattr(item, "fixturenames", ())
        if item.get_closest_marker("django_db") or "db" in asked or "transactional_db" in asked:
            item.add_marker(pytest.mark.database)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Without the garbage collector fifteen thousand tests are collected in half the time. Going over them again and
    again took a tenth of the time afterwards: no longer, and seldom, for little that a test makes refers to itself."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000)
        gc.enable()
