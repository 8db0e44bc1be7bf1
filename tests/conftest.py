"""What all tests share: hypothesis profiles."""

from __future__ import annotations

import hypothesis

hypothesis.settings.register_profile(
    "short",
    max_examples=40,
    deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
    derandomize=True,
)
hypothesis.settings.load_profile("short")
