"""What all tests share: hypothesis profiles, and a process that the site's tests have not bounded."""

from __future__ import annotations

import _sqlite3
import ctypes

import hypothesis
import pytest

hypothesis.settings.register_profile(
    "short",
    max_examples=40,
    deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
    derandomize=True,
)
hypothesis.settings.load_profile("short")


@pytest.fixture(scope="module", autouse=True)
def _unbounded(request: pytest.FixtureRequest) -> None:
    """SQLite's heap limit holds for a whole process and no SQL lifts it again: the site, asked in this process by an
    earlier module, has set one that archives of other tests may outgrow."""
    limit = getattr(ctypes.CDLL(getattr(_sqlite3, "__file__", None)), "sqlite3_hard_heap_limit64", None)
    if limit is not None and "publish" not in request.path.parts:
        limit(ctypes.c_int64(0))
