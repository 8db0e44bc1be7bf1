"""One module a family (or a few small ones together); each names its families in FAMILIES."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from replica.layout import Static


@cache
def load() -> dict[str, Static]:
    """Family key → the object that lays out its portals."""
    found: dict[str, Static] = {}
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        module = import_module(f"{__name__}.{path.stem}")
        found |= {family.key: family for family in module.FAMILIES}
    return found
