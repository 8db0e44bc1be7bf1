"""Lines → hits: which row of which statutory table a line of figures is, by its label and never by its order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from parse.tables import labels
from parse.tables.fragments import broken_label
from parse.tables.labels import (
    BLOCKS,
    LIST,
    MATRIX,
    TRANSPOSED,
    closing_titles,
    is_word,
    table_titles,
    vocabulary,
)
from parse.tables.lines import Item, Line
from parse.tables.words import Word, is_head_word, owners, words
from reference.text import norm_label

_TRACK = 9  # figures and blanks of a row of table four, where it is printed as rows
_SHORT = 3  # a label so short (其他, 总计) may be the rest of another: a numeral before it must be its own


@dataclass(frozen=True, slots=True)
class Head:
    """A column head; `key` is None where it is none of the form's or could be two."""

    key: str | None
    text: str
    start: int
    stop: int
    grid: int
    row: int = 0


@dataclass(slots=True)
class Hit:
    """A line that is surely row `row` of `table`. `how`: exact, joined (over a break) or near (spelt otherwise).
    `fused` are the digits that stood without a separator and were taken apart."""

    table: str
    row: str
    line: Line
    heads: tuple[Head, ...]
    how: str = "exact"
    label: str = ""
    fused: str = ""


@dataclass(slots=True)
class Orphan:
    """A line with figures inside a table whose label is lost or unknown; `after` is the row read before it."""

    table: str
    line: Line
    after: str | None
    label: str = ""


@dataclass(slots=True)
class Matches:
    """All that matching finds. `remedies` are the lines of tables printed as one line of figures under heads."""

    hits: list[Hit] = field(default_factory=list)
    orphans: list[Orphan] = field(default_factory=list)
    remedies: list[tuple[str, Line, tuple[Word, ...]]] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    heads: list[Head] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    table: str | None = None
    heads: list[Head] = field(default_factory=list)
    matrix: list[Head] = field(default_factory=list)
    last: str | None = None
    open: bool = False  # heads of a block are being read
    pending: tuple[Line, Word] | None = None


def match(lines: list[Line]) -> Matches:
    """Walk the lines once; labels broken over a break look at their neighbours."""
    return _Walk(lines).run()


class _Walk:
    def __init__(self, lines: list[Line]) -> None:
        self.lines, self.state, self.found = lines, _State(), Matches()
        self.used: set[int] = set()

    def run(self) -> Matches:
        for n, line in enumerate(self.lines):
            if line.prose:
                self.state.pending = None
                continue
            if not self._title(line):
                self._line(n, line)
        return self.found

    # --- where we are

    def _title(self, line: Line) -> bool:
        """A heading of a section opens its table and closes the one before."""
        if len(line.texts) != 1 or line.has_figures:
            return False
        norm = norm_label(line.texts[0].text)
        if norm in table_titles():
            self.state = _State(table=table_titles()[norm])
        elif norm in closing_titles():
            self.state = _State()
        else:
            return False
        return True

    def _line(self, n: int, line: Line) -> None:
        line = self._divided(line)
        ws = _without_above(line, words([i.text for i in line.texts]))
        self.found.words |= {w.norm for w in ws if w.known}
        self._enter(ws)
        row = self._own_row(line, ws)
        self._context(line, ws[:-1] if row else ws)
        table = self.state.table
        if table is None:
            return
        if vocabulary()[table].layout == TRANSPOSED and row is None:
            self.found.remedies.append((table, line, tuple(ws)))
        elif row is not None:
            self._row(n, line, ws[-1], row)
        elif line.has_figures:
            self._unlabelled(n, line, ws)

    def _divided(self, line: Line) -> Line:
        """The line with words that stand under the heads of a drawn table among its figures: they are no label."""
        heads = [
            h for h in (*self.state.heads, *self.state.matrix) if line.grid and h.grid == line.grid.number
        ]
        if not heads or not line.ruled or not line.has_figures:
            return line
        first = min(h.start for h in heads)
        label = [i for i in line.texts if i.start < first]
        if any(is_word(i.text) for i in line.texts[len(label) :]) or not self._ends_in_row(label):
            return line
        return replace(line, texts=label, figures=[*line.texts[len(label) :], *line.figures])

    def _ends_in_row(self, label: list[Item]) -> bool:
        ws, table = words([i.text for i in label]), self.state.table
        return bool(ws) and table is not None and ws[-1].norm in vocabulary()[table].rows

    def _enter(self, ws: list[Word]) -> None:
        """A word that only one table has tells the table."""
        for w in ws:
            tables = {t for t in owners(w.norm) if vocabulary()[t].layout != LIST}
            if is_head_word(w.norm):
                continue
            if len(tables) == 1 and self.state.table not in tables:
                self.state = _State(table=next(iter(tables)))

    def _own_row(self, line: Line, ws: list[Word]) -> str | None:
        """The row that the last word of the line is, if it stands last and figures (or blanks) follow it."""
        table = self.state.table
        if not ws or table is None or not ws[-1].known:
            return None
        rows = vocabulary()[table].rows.get(ws[-1].norm, [])
        if len(rows) != 1 or (vocabulary()[table].layout == TRANSPOSED and not _is_track(line)):
            return None
        mark, usual = labels.enumerator(ws[-1].text), vocabulary()[table].enumerators.get(rows[0])
        if len(ws[-1].norm) <= _SHORT and mark and mark != usual:
            return None
        before = ws[-2] if len(ws) > 1 else None
        columns = vocabulary()[table].columns
        if ws[-1].norm in columns and before and (before.norm in columns or is_head_word(before.norm)):
            return None
        if ws[-1].norm in columns and self.state.open and not (mark and line.figures):
            return None
        return rows[0]

    def _context(self, line: Line, ws: list[Word]) -> None:
        """Blocks, heads and groups that stand before the label."""
        for w in ws:
            if not all(i.above for i in line.texts[w.first : w.last + 1]):
                self._context_word(line, w)

    def _context_word(self, line: Line, w: Word) -> None:
        state, table = self.state, self.state.table
        if table is None:
            return
        v = vocabulary()[table]
        if w.norm in v.blocks or (v.layout == BLOCKS and w.norm == norm_label("信息内容")):
            state.heads, state.open, state.pending = [], True, None
        elif v.layout == BLOCKS and self._is_head(line, w, v):
            self._head(line, w, state.heads, v)
        elif v.layout == MATRIX and w.norm in v.columns:
            if not state.open:
                state.matrix, state.open = [], True
                self._head_taken_for_row(v)
            self._head(line, w, state.matrix, v)

    def _head_taken_for_row(self, v: labels.Words) -> None:
        """A lone 总计 before the other heads is the first of them."""
        if self.state.pending and self.state.pending[1].norm in v.columns:
            self._head(*self.state.pending, self.state.matrix, v)
            self.state.pending = None

    def _is_head(self, line: Line, w: Word, v: labels.Words) -> bool:
        """A column's word; after 信息内容 also what no form knows, so that it does not count as lost."""
        return w.norm in v.columns or (self.state.open and not line.has_figures and w.norm not in v.rows)

    def _head(self, line: Line, w: Word, into: list[Head], v: labels.Words) -> None:
        first, last = line.texts[w.first], line.texts[w.last]
        keys = v.columns.get(w.norm, [])
        if not keys and not w.known:
            keys = sorted(
                {k for s, ks in v.columns.items() for k in ks if s.startswith(norm_label(w.text) or "?")}
            )
        head = Head(
            keys[0] if len(keys) == 1 else None,
            w.text,
            first.start,
            last.stop,
            line.grid.number if line.grid else 0,
            line.row,
        )
        into.append(head)
        self.found.heads.append(head)

    # --- rows

    def _row(self, n: int, line: Line, word: Word, row: str) -> None:
        if line.has_figures or (line.figures and line.grid is not None and not self._bare_follows(n)):
            self._hit(line, row, "exact", word.text)
        else:
            self.state.pending = (line, word)
            self.state.open = False

    def _bare_follows(self, n: int) -> bool:
        """True where a label's figures stand on the next line; a whole row of blanks has them only over a page break."""
        line = self.lines[n]
        for below in self.lines[n + 1 : n + 2]:
            if not below.texts and below.has_figures:
                return len(line.figures) < len(below.figures) or line.page != below.page
        return False

    def _hit(self, line: Line, row: str, how: str, label: str) -> None:
        table = self.state.table or ""
        heads = self.state.heads if vocabulary()[table].layout == BLOCKS else self.state.matrix
        self.found.hits.append(Hit(table, row, line, tuple(heads), how, label))
        self.state.last, self.state.open, self.state.pending = row, False, None

    def _unlabelled(self, n: int, line: Line, ws: list[Word]) -> None:
        """No word of the form stands before the figures: broken, spelt otherwise, standing apart, or lost."""
        table = self.state.table or ""
        if not line.texts and self.state.pending:
            word = self.state.pending[1]
            self._hit(line, vocabulary()[table].rows[word.norm][0], "joined", word.text)
            return
        found = broken_label(self.lines, n, vocabulary()[table], self.used)
        if found:
            self._hit(line, found.row, found.how, found.label)
            return
        self.found.orphans.append(Orphan(table, line, self.state.last, "".join(i.text for i in line.texts)))
        self.state.pending = None


def _without_above(line: Line, ws: list[Word]) -> list[Word]:
    """The words without those after the label that are the rest of a cell drawn further up (a span gone wrong)."""
    own = [n for n, w in enumerate(ws) if not all(i.above for i in line.texts[w.first : w.last + 1])]
    return ws[: own[-1] + 1] if own else ws


def _is_track(line: Line) -> bool:
    """True for a line with the figures of one track; more belong to the line of all tracks, whatever text is before."""
    return line.has_figures and len(line.figures) <= _TRACK


__all__ = ["Head", "Hit", "Item", "Matches", "Orphan", "match"]
