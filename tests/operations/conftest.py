"""Pages need the static files that they name."""

import pytest


@pytest.fixture(autouse=True)
def static_files(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
