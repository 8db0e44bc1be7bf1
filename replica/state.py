"""What a portal remembers between requests, and what an address is on it."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from replica.http import Request
from replica.site import Site


@dataclass
class State:
    """What one portal remembers between requests."""

    seen: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    def burst(self, seconds: float = 10.0) -> int:
        """Requests within the last seconds, this one included."""
        now = time.monotonic()
        self.times = [moment for moment in self.times if now - moment < seconds] + [now]
        return len(self.times)


def is_list(site: Site, request: Request) -> bool:
    """Is this the page of a column?"""
    handler = site.routes.get(request.path)
    return getattr(getattr(handler, "func", None), "__name__", "") == "list_page"
