"""What to say of tables that were read all the same: rows beside their place, heads torn, labels set apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from parse.tables.labels import MATRIX, TRANSPOSED, tables_of, vocabulary
from parse.tables.lines import Line
from parse.tables.match import Hit, Matches
from parse.tables.seen import Remark


def remarks(matches: Matches) -> Iterator[Remark]:
    """Problems that cost no figure here, but show how the table was printed or converted."""
    yield from _shifted(matches.hits)
    yield from _apart(matches.hits)
    yield from _matrix_heads(matches.hits)
    yield from _remedy_heads(matches)
    yield from _queries(matches)


def _shifted(hits: Sequence[Hit]) -> Iterator[Remark]:
    """Rows that lost empty cells at their start, in a table that keeps them elsewhere."""
    kinds: dict[tuple[str, bool], list[Hit]] = defaultdict(list)
    for h in hits:
        v = vocabulary()[h.table]
        if v.layout == MATRIX and h.line.grid and not h.line.grid.ruled and not h.line.grid.loose:
            parent = v.parents.get(h.row)
            kinds[h.table, v.parents.get(parent or "") is not None].append(h)
    for (_, inner), group in kinds.items():
        lone = [h for h in group if len(h.line.texts) == 1]
        if not inner or sum(h.line.texts[0].start > 0 for h in lone) * 2 <= len(lone):
            continue
        usual = Counter(map(_start, group)).most_common(1)[0][0]
        yield from (Remark("shifted", f"{h.table}.{h.row}", h.line) for h in group if _start(h) < usual)


def _start(hit: Hit) -> int:
    return hit.line.figures[0].start if hit.line.figures else 0


def _apart(hits: Sequence[Hit]) -> Iterator[Remark]:
    """Label and figures that stand outside the table that holds the others."""
    for table in {h.table for h in hits}:
        group = [h for h in hits if h.table == table]
        loose = [h for h in group if h.line.grid is None or h.line.grid.loose]
        if 0 < len(loose) * 2 < len(group):
            yield from (
                Remark("label_split", f"{h.table}.{h.row}", h.line) for h in loose if h.how == "exact"
            )


def _matrix_heads(hits: Sequence[Hit]) -> Iterator[Remark]:
    for key, v in vocabulary().items():
        first = next((h for h in hits if h.table == key and v.layout == MATRIX), None)
        if first is None:
            continue
        wanted = set(tables_of(key)[0].value_columns)
        keys = Counter(h.key for h in first.heads if h.key)
        twice = [h.text for h in first.heads if h.key and keys[h.key] > 1]
        if twice:
            yield Remark("surplus_column", None, first.line, " | ".join(twice))
        if first.heads and wanted - set(keys):
            yield Remark("column_missing", None, first.line, " | ".join(h.text for h in first.heads))


def _remedy_heads(matches: Matches) -> Iterator[Remark]:
    """Heads of the one-line table that are fewer than its columns: read by the number of its figures alone."""
    for key, v in vocabulary().items():
        lines = [(line, ws) for k, line, ws in matches.remedies if k == key]
        data = [line for line, _ in lines if line.has_figures]
        if v.layout != TRANSPOSED or not data:
            continue
        heads = [w.norm for _, ws in lines for w in ws if w.norm in v.columns]
        wanted = len(tables_of(key)[0].cell_ids)
        if len(heads) < wanted:
            yield Remark("column_missing", None, data[0], f"{len(heads)}/{wanted}")


def _queries(matches: Matches) -> Iterator[Remark]:
    """0? for 0: a blank that was lost on the way."""
    lines: list[Line] = [h.line for h in matches.hits] + [line for _, line, _ in matches.remedies]
    found = [i for line in lines for i in line.figures if i.text.strip().endswith("?")]
    if found:
        yield Remark("noise_removed", None, lines[0], f"{found[0].text.strip()} × {len(found)}")
