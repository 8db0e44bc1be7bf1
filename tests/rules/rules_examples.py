"""For each rule a case that passes, one that breaks it, one that cannot be evaluated and one it does not apply to.

All words are ours. `NEVER` names the results that a rule cannot have, and why.
"""

from __future__ import annotations

from tests.rules import rules_examples_dates as dates
from tests.rules import rules_examples_levels as levels
from tests.rules import rules_examples_quality as quality
from tests.rules import rules_examples_sums as sums
from tests.rules import rules_examples_texts as texts
from tests.rules import rules_examples_years as years
from tests.rules.rules_cases import Make

EXAMPLES: dict[str, dict[str, Make]] = {
    **sums.EXAMPLES,
    **years.EXAMPLES,
    **texts.EXAMPLES,
    **levels.EXAMPLES,
    **dates.EXAMPLES,
    **quality.EXAMPLES,
}

ALL_FORMS = "a rule of all three forms applies to every report"
READ = "what was read can always be looked at"
NEVER: dict[tuple[str, str], str] = {
    **{
        (r, "not_applicable"): ALL_FORMS
        for r in ("S008", "S010", "S011", "N101", "N305", "Q004", "Q006", "Q008")
    },
    **{(r, "not_evaluable"): READ for r in ("S005", "S006", "S007", "A306", "L304", "Q003", "Q006")},
    **{(r, "not_applicable"): "states are looked at whatever the form" for r in ("S005", "S006", "S007")},
    **{
        ("N603", r): "it forbids a comparison and never finds anything"
        for r in ("pass", "broken", "not_evaluable")
    },
    ("D009", "pass"): "without a second version that differs there is nothing to hold together",
    ("D009", "not_evaluable"): "as above",
}
