"""Datasette's hook marker with types, so that plugins stay checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import datasette

Hook = TypeVar("Hook", bound=Callable[..., Any])


def hook(function: Hook) -> Hook:
    """Marks a function of a plugin as an implementation of the hook of its name."""
    datasette.hookimpl(function)
    return function


def last_hook(function: Hook) -> Hook:
    """The same, called after all others."""
    datasette.hookimpl(trylast=True)(function)
    return function
