"""A document's statutory tables: lines → hits → figures → form → cells and problems."""

from __future__ import annotations

from collections.abc import Sequence

from parse.model import Cell, Document, Problem
from parse.tables.detect import form_of
from parse.tables.fill import Filler, printed
from parse.tables.labels import TRANSPOSED, vocabulary
from parse.tables.lines import lines
from parse.tables.listed import read_list
from parse.tables.match import Matches, Orphan, match
from parse.tables.remarks import remarks
from parse.tables.remedies import see_remedies
from parse.tables.seen import Remark, Sight, see
from parse.tables.tracks import see_tracks
from reference import forms


def read_tables(
    document: Document, years: Sequence[int | None] = ()
) -> tuple[str | None, list[Cell], list[Problem]]:
    """Form, every cell of the form, problems; (None, [], []) where there is no table of a statutory form. The
    document's loose cells must be grids already (parse/tables/regrid.py).

    `years` are what the text says of the reporting year; they only break a tie between forms.
    """
    found = lines(document)
    matches = match(found)
    form_id = form_of(matches, years)
    if form_id is None or len(matches.hits) < 3:
        listed = read_list(found)
        if listed:
            return listed
    if form_id is None:
        return None, [], []
    form = forms.load(form_id)
    _settle_undivided(form, matches)
    sight = _see_all(matches)
    cells, problems = Filler(form, sight, matches).run()
    if all(c.state == "missing" for c in cells):
        return None, [], []
    return form_id, cells, problems


def _see_all(matches: Matches) -> Sight:
    sight = Sight()
    parts = [see(matches.hits)]
    for key in (k for k, v in vocabulary().items() if v.layout == TRANSPOSED):
        parts.append(see_remedies(key, matches.remedies))
        parts.append(see_tracks(key, matches.remedies, matches.hits))
    for part in parts:
        sight.seen.extend(part.seen)
        sight.remarks.extend(part.remarks)
    for h in matches.hits:
        if h.how != "exact":
            sight.remarks.append(
                Remark("label_split", f"{h.table}.{h.row}", h.line, f"{h.label} → {printed(h.line)}")
            )
    sight.remarks.extend(remarks(matches))
    return sight


def _settle_undivided(form: forms.Form, matches: Matches) -> None:
    """A group's title with figures is the undivided row only where none of its parts stands in the document."""
    for table in form.tables:
        for row in table.rows:
            parts = {r.key for r in table.rows if r.parent == row.key}
            if row.cells or not any(h.row in parts for h in matches.hits if h.table == table.key):
                continue
            whole = [h for h in matches.hits if h.table == table.key and h.row == row.key]
            matches.hits = [h for h in matches.hits if h not in whole]
            matches.orphans += [Orphan(h.table, h.line, h.row, h.label) for h in whole]
