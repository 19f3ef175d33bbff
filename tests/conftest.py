"""What holds for every test: nothing is read from or written to the home of whoever runs them."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# How long a machine takes to make an input says nothing about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _no_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give Hullmark a folder of its own; a test that cares names one for itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HULLMARK_HOME", str(tmp_path_factory.mktemp("home")))
        yield
