"""Errors of every kind to plant, one function a rule: it changes the case and says whether it could.

`FIGURES` change cells before the text states them, `TEXTS` what stands in the report afterwards. Which rules of sums,
years and levels a change of figures breaks is worked out apart, from the figures (_rules_truth.py); a function names
only what that cannot know. The functions stand by subject in the modules gathered here.
"""

from __future__ import annotations

from benchmarks import _rules_plants_dates as dates
from benchmarks import _rules_plants_sums as sums
from benchmarks import _rules_plants_tables as tables
from benchmarks import _rules_plants_texts as texts
from benchmarks import _rules_plants_years as years
from benchmarks._rules_planting import Figure

FIGURES: dict[str, Figure] = {**sums.FIGURES, **years.FIGURES, **tables.FIGURES}
TEXTS: dict[str, Figure] = {**texts.TEXTS, **dates.TEXTS}
NEVER = {"N603": "it says that two figures are never compared, and has no finding"}
"""What cannot be planted, and why."""
