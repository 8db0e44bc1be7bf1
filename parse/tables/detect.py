"""Which statutory form a document's tables are of: by its heads and rows, never by its year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from parse.tables.match import Matches
from reference import forms


def form_of(matches: Matches, years: Iterable[int | None] = ()) -> str | None:
    """The form with the most heads and rows that it alone has; None where no table was matched at all.

    Only where the tables say nothing either way (an excerpt of what the forms share), the reporting year breaks
    the tie, and the newest form where there is none.
    """
    if not matches.hits and not matches.remedies:
        return None
    score = _score(matches)
    best = max(score.values(), default=0)
    first = [f for f in _printed_forms() if score[f] == best]
    for year in years:
        fit = [f for f in first if year is not None and _in_years(f, year)]
        if fit:
            return fit[0]
    return first[0]


def _printed_forms() -> list[str]:
    """Forms whose tables have heads and rows of their own (not the one list of 2014)."""
    return [f for f in forms.FORM_IDS if len(forms.load(f).tables) > 1]


def _in_years(form_id: str, year: int) -> bool:
    first, last = forms.load(form_id).years
    return first <= year <= (last or year)


def _score(matches: Matches) -> Counter[str]:
    features = {("column", h.key) for h in matches.heads if h.key} | {(h.table, h.row) for h in matches.hits}
    score: Counter[str] = Counter(dict.fromkeys(_printed_forms(), 0))
    for feature in features:
        having = [f for f in score if feature in _features(f)]
        if len(having) == 1:
            score[having[0]] += 1
    return score


@cache
def _features(form_id: str) -> frozenset[tuple[str, str]]:
    form = forms.load(form_id)
    columns = {("column", c.key) for t in form.tables for c in t.columns}
    rows = {(t.key, r.key) for t in form.tables for r in t.rows if r.cells or r.key == "other"}
    return frozenset(columns | rows)
