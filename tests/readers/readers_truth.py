"""The truth of ../shared/eco-inputs in the shape of readings: cell id → figure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from parse.model import Number, Reading
from reference import forms

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


def figures(folder: Path) -> dict[str, Number]:
    """The figures of a truth.json with t2_values, t3_values and t4_values in printed order."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    form = forms.load("2021")
    values = [
        *truth["t2_values"][:9],
        truth["t2_values"][10],
        *(value for row in truth["t3_values"] for value in row),
        *truth["t4_values"],
    ]
    return dict(zip(form.cell_ids, values, strict=True))


def compared(reading: Reading, truth: Mapping[str, Number]) -> tuple[list[str], list[str]]:
    """Silent errors and misses, each as a sentence."""
    got = {cell.cell: cell for cell in reading.cells}
    silent, missed = [], []
    for cell, want in truth.items():
        have = got[cell].value if cell in got else None
        if have is None:
            missed.append(f"{cell}: null for {want}")
        elif abs(float(have) - float(want)) > 1e-6:
            silent.append(f"{cell}: {have} for {want}")
    extra = [cell.cell for cell in reading.cells if cell.value is not None and cell.cell not in truth]
    return silent + [f"{cell}: extra" for cell in extra], missed
