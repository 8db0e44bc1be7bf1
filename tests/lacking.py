"""Under CI=true nothing may be skipped for a lack."""

from __future__ import annotations

import os

import pytest


def lacking(what: str, remedy: str) -> None:
    """Say what a test lacks: a failure under CI=true, else a skip with the reason and the remedy."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI=true, and {what} is lacking: {remedy}")
    pytest.skip(f"{what} is lacking: {remedy}")
