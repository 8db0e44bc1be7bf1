"""The executable rules of reference/rules.json over plain figures, for tests of what the replica generates."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reference import forms

RULES = json.loads((Path(forms.__file__).parent / "rules.json").read_text("utf-8"))["rules"]
DERIVED = {each.key: each.sum_of for each in forms.load("2021").derived}
CHECKS = [rule for rule in RULES if rule["check"]]
Cells = Mapping[str, int | float]


def term(text: str, now: Cells, before: Cells | None) -> float | None:
    """One term of a rule: a cell, a negative one, one of last year, the derived （六）."""
    source, name = (before, text[5:]) if text.startswith("prev.") else (now, text)
    if source is None:
        return None
    if name.startswith("-"):
        value = term(name[1:], now, before)
        return None if value is None else -value
    table, row, column = name.split(".")
    if name not in source and row in DERIVED:
        rows = ("other",) if row == "other_sum" and f"t3.other.{column}" in source else DERIVED[row]
        parts = [source.get(f"{table}.{part}.{column}") for part in rows]
        return None if None in parts else sum(part for part in parts if part is not None)
    return source.get(name)


def broken(now: Cells, before: Cells | None) -> Iterator[tuple[str, dict[str, str]]]:
    """Every executable rule that these figures break."""
    for rule in CHECKS:
        check: dict[str, Any] = rule["check"]
        for values in itertools.product(*check["foreach"].values()):
            named = dict(zip(check["foreach"], values, strict=True))
            sides = [[term(t.format(**named), now, before) for t in check[side]] for side in ("lhs", "rhs")]
            if any(value is None for side in sides for value in side):
                continue
            left, right = (sum(value for value in side if value is not None) for side in sides)
            if not {"==": left == right, "<=": left <= right, ">=": left >= right}[check["op"]]:
                yield rule["id"], named
