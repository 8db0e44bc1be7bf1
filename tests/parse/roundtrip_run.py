"""Write, damage, read back, compare; `python tests/parse/roundtrip_run.py 20000` runs long and prints a table."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))

from parse.model import Reading
from parse.report import read_bytes
from tests.parse.roundtrip_data import Told, invent
from tests.parse.roundtrip_defects import DEFECTS as FIRST_DEFECTS
from tests.parse.roundtrip_defects_more import MORE_DEFECTS
from tests.parse.roundtrip_layouts import LAYOUTS as FIRST_LAYOUTS
from tests.parse.roundtrip_layouts_more import MORE as MORE_LAYOUTS

LAYOUTS, DEFECTS = FIRST_LAYOUTS | MORE_LAYOUTS, FIRST_DEFECTS | MORE_DEFECTS
EXPLAINED = ("blank", "mark", "missing")


def example(seed: int, layout: str, defect: str, form: str | None = None) -> tuple[Told, str]:
    """An invented report and its text, always the same for a seed."""
    rng = Random(f"{seed} {layout} {defect}")
    told = invent(rng, form or rng.choice(("2021", "2021", "2019")))
    DEFECTS[defect](told, rng)
    return told, LAYOUTS[layout](told, rng)


def compare(told: Told, reading: Reading) -> tuple[list[str], list[str], int]:
    """What differs (never allowed), what is null and not explained, and how many printed figures came back null."""
    cells = {c.cell: c for c in reading.cells}
    named = [p.cell for p in reading.problems if p.cell]
    wrong, unnamed, nulls = [], [], 0
    for cell, want in told.values.items():
        have = cells.get(cell)
        value = have.value if have else None
        if value is not None and (want is None or abs(value - want) > 1e-9):
            wrong.append(f"{cell}: {value} for {want}")
        if value is None and want is not None:
            nulls += 1
            explained = (have and have.state in EXPLAINED) or any(
                cell == n or cell.startswith(n + ".") for n in named
            )
            if not explained:
                unnamed.append(cell)
    wrong += [
        f"{c.cell}: {c.value} extra"
        for c in reading.cells
        if c.value is not None and c.cell not in told.values
    ]
    return wrong, unnamed, nulls


def run(count: int, layouts: list[str], defects: list[str], first: int = 0) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for seed in range(first, first + count):
        for layout in layouts:
            for defect in defects:
                told, text = example(seed, layout, defect)
                wrong, unnamed, nulls = compare(told, read_bytes(text.encode()))
                key = (layout, defect)
                found[*key, "examples"] += 1
                found[*key, "silent"] += len(wrong)
                found[*key, "unnamed"] += len(unnamed)
                found[*key, "null"] += nulls
                found[*key, "printed"] += sum(v is not None for v in told.values.values())
                if wrong or unnamed:
                    print(seed, layout, defect, told.form, wrong[:3], unnamed[:3], flush=True)
    return found


if __name__ == "__main__":
    total = int(sys.argv[1])
    layouts = sys.argv[2].split(",") if len(sys.argv) > 2 and sys.argv[2] != "all" else list(LAYOUTS)
    defects = sys.argv[3].split(",") if len(sys.argv) > 3 and sys.argv[3] != "all" else list(DEFECTS)
    start = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    result = run(max(total // (len(layouts) * len(defects)), 1), layouts, defects, start)
    for defect in defects:
        line = [f"{defect:14}"]
        for layout in layouts:
            printed = result[layout, defect, "printed"] or 1
            line.append(
                f"{layout} {result[layout, defect, 'silent']}/{100 * result[layout, defect, 'null'] / printed:.1f}%"
            )
        print("  ".join(line))
    print(
        {
            k: sum(v for key, v in result.items() if key[2] == k)
            for k in ("examples", "silent", "unnamed", "null", "printed")
        }
    )
