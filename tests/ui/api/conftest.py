"""A client of the service around the real coach."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from coach.bootstrap import Coach
from ui.api.app import create_app


@pytest.fixture(scope="session")
def service(real_coach: Coach) -> Iterator[TestClient]:
    """The service in this process, reached by its loopback name."""
    with TestClient(create_app(real_coach), base_url="http://127.0.0.1:8760", follow_redirects=False) as client:
        yield client
