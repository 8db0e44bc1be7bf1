"""What the errors to plant share: how a function is kept under the rules that it breaks, and a look at the case."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks._rules_world import Case, World

Figure = Callable[[Case, World, Random], bool]
"""Changes the case and says whether it could."""


def breaking(kept: dict[str, Figure]) -> Callable[..., Callable[[Figure], Figure]]:
    """A decorator that keeps a function in `kept`, under each of the rules that it is given."""

    def rules(*rules: str) -> Callable[[Figure], Figure]:
        def register(function: Figure) -> Figure:
            kept.update(dict.fromkeys(rules, function))
            return function

        return register

    return rules


def previous(case: Case, world: World) -> Case | None:
    return world.get((next(k for k, c in world.items() if c is case)[0], case.year - 1))


def modern(case: Case) -> bool:
    return case.form != "2014"
