"""What a rule sees of a report: figures with their state, sections, who, when, and the report of the year before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from parse.model import Number, Problem, Reading
from reference import forms

WORST = ("absent", "missing", "unreadable", "mark", "blank")
"""Why a sum of figures has no value, the worst first; `mark` and `blank` alone are read as 0 by the second reading."""


@dataclass(slots=True)
class Facts:
    """One report as the rules see it.

    `values` and `states` hold every cell of the report and, beside them, the subtotals that its form does not
    print (t3.denied_sum.total …), whose parts stand in `parts`. `level` is province, prefecture, county or
    township, None where it is not known. `doubted` are the cells that were settled by sums or are named by a
    problem. `tables` are those with a printed cell. `called` names the organ with its parents, in Chinese and English. `previous` is the same organ's report of the year before, `before` that of two years before.
    `shape` is for shape_of alone. `bytes_seen` is False where only a text of the document is known, so that a picture may have been lost.
    """

    form: str | None
    year: int | None
    values: dict[str, Number | None]
    states: dict[str, str]
    sections: dict[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    doubted: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    title: str = ""
    organ: str = ""
    called: tuple[str, str] | None = None
    place: str = ""
    scope: str = "unclear"
    organ_kind: str | None = None
    level: str | None = None
    kind: str = "html"
    bytes_seen: bool = False
    previous: Facts | None = None
    before: Facts | None = None
    shape: int = -1

    def value(self, cell: str) -> Number | None:
        """The figure of a cell, of a subtotal, or (`prev.`) of the year before; None where there is none."""
        if cell.startswith("prev."):
            return self.previous.value(cell[5:]) if self.previous else None
        return self.values.get(cell)

    def state(self, cell: str) -> str:
        """The state of a cell; `absent` where the report has no such cell at all."""
        if cell.startswith("prev."):
            return self.previous.state(cell[5:]) if self.previous else "absent"
        if self.values.get(cell) is not None:
            return self.states.get(cell, "number")
        return self.states.get(cell, "absent")

    def doubtful(self, cell: str) -> bool:
        """True where our own reading of the cell, or of a part of the subtotal, is not sure."""
        if cell.startswith("prev."):
            return self.previous is not None and self.previous.doubtful(cell[5:])
        return cell in self.doubted or any(part in self.doubted for part in self.parts.get(cell, ()))

    def printed(self, cell: str) -> tuple[str, ...]:
        """The printed cells behind a cell or subtotal."""
        if cell.startswith("prev."):
            return tuple(f"prev.{c}" for c in self.previous.printed(cell[5:])) if self.previous else (cell,)
        return self.parts.get(cell, (cell,))

    def text(self, *sections: str) -> str:
        """The named sections, those that the report has, one after the other."""
        return "\n".join(self.sections[s] for s in sections if self.sections.get(s))


_SHAPES: dict[tuple[str, ...], int] = {}


def shape_of(facts: Facts) -> int:
    """A number for the set of cells that the report has: one for nearly all reports of a form."""
    if facts.shape < 0:
        facts.shape = _SHAPES.setdefault(tuple(facts.values), len(_SHAPES))
    return facts.shape


@lru_cache
def subtotals(form_id: str, undivided: bool) -> dict[str, tuple[str, ...]]:
    """Subtotal cell → the cells that it adds up; `undivided` where （六） is one row in a form that prints three."""
    form = forms.load(form_id)
    found: dict[str, tuple[str, ...]] = {}
    for d in form.derived:
        if all("." in part for part in d.sum_of):
            found[f"{d.table}.{d.key}"] = tuple(f"{d.table}.{part}" for part in d.sum_of)
            continue
        rows = ("other",) if d.key == "other_sum" and undivided else d.sum_of
        for column in form.table(d.table).value_columns:
            found[f"{d.table}.{d.key}.{column}"] = tuple(f"{d.table}.{row}.{column}" for row in rows)
    return found


def tables_of(states: Mapping[str, str]) -> frozenset[str]:
    """The tables of which at least one cell is printed."""
    if "missing" in states.values():
        return frozenset(cell.partition(".")[0] for cell, state in states.items() if state != "missing")
    return _tables_in(tuple(states))


@lru_cache(maxsize=64)
def _tables_in(cells: tuple[str, ...]) -> frozenset[str]:
    return frozenset(cell.partition(".")[0] for cell in cells)


def add_subtotals(
    form_id: str | None, values: dict[str, Number | None], states: dict[str, str]
) -> Mapping[str, tuple[str, ...]]:
    """Puts the subtotals beside the cells; returns what each is made of. Where a part is lacking the subtotal is."""
    if form_id is None:
        return {}
    parts = subtotals(form_id, "t3.other.total" in states or "t3.other.total" in values)
    for cell, of in parts.items():
        figures = [values.get(c) for c in of]
        if None in figures:
            values[cell] = None
            states[cell] = worst(
                states.get(c, "absent") for c, f in zip(of, figures, strict=True) if f is None
            )
        else:
            values[cell] = sum(f for f in figures if f is not None)
    return parts


def worst(states: Iterable[str]) -> str:
    """The state that says most about why a sum cannot be built."""
    return min(states, key=lambda s: WORST.index(s) if s in WORST else len(WORST))


def doubted_cells(cells: Collection[tuple[str, str]], problems: Iterable[Problem]) -> frozenset[str]:
    """Cells settled by sums, and those that a problem names by themselves, their row or their table."""
    settled = frozenset(cell for cell, state in cells if state == "inferred")
    named = tuple(p.cell for p in problems if p.cell and p.cell.count("."))
    if not named:
        return settled
    below = tuple(f"{n}." for n in named)
    return settled | {cell for cell, _ in cells if cell in named or cell.startswith(below)}


def from_reading(reading: Reading) -> Facts:
    """The facts of one document by itself: no year before, no register of places."""
    values: dict[str, Number | None] = {c.cell: c.value for c in reading.cells}
    states = {c.cell: c.state for c in reading.cells}
    sections: dict[str, str] = {}
    for s in reading.sections:
        sections[s.section] = "\n".join(filter(None, (sections.get(s.section), s.text)))
    tables = tables_of(states)
    parts = add_subtotals(reading.form, values, states)
    name = reading.organ or reading.title
    return Facts(
        form=reading.form,
        year=reading.year,
        values=values,
        states=states,
        sections=sections,
        order=tuple(dict.fromkeys(s.section for s in reading.sections)),
        parts=parts,
        tables=tables,
        problems=tuple(reading.problems),
        doubted=doubted_cells([(c.cell, c.state) for c in reading.cells], reading.problems),
        title=reading.title,
        organ=name,
        place=name,
        scope=reading.scope,
        organ_kind=KIND_OF_SCOPE.get(reading.scope),
        level=level_by_name(name, reading.scope),
        kind=reading.kind,
        bytes_seen=reading.kind not in ("text", "markdown", "image"),
    )


@dataclass(frozen=True, slots=True)
class Rows:
    """A report as the archive keeps it: (cell, value, state), (section, text), (kind, cell, zh, en) of its problems, and
    the cells that another official version of it prints differently."""

    cells: Iterable[tuple[str, Number | None, str]]
    sections: Iterable[tuple[str, str]]
    problems: Iterable[tuple[str, str | None, str, str]]
    differing: Iterable[str]


def from_rows(rows: Rows, form: str | None, year: int) -> Facts:
    """The facts of a report in the archive; who it is of is for the caller to add. Differing cells are doubted."""
    found = list(rows.cells)
    values: dict[str, Number | None] = {c: v for c, v, _ in found}
    states = {c: s for c, _, s in found}
    texts: dict[str, str] = {}
    for section, text in rows.sections:
        texts[section] = "\n".join(filter(None, (texts.get(section), text)))
    told = tuple(Problem(kind, cell, "", zh, en) for kind, cell, zh, en in rows.problems)
    tables = tables_of(states)
    parts = add_subtotals(form, values, states)
    doubted = doubted_cells(states.items(), told) | frozenset(rows.differing)
    facts = Facts(form, year, values, states, texts, tuple(texts), parts, told)
    facts.doubted, facts.tables = doubted, tables
    return facts


KIND_OF_SCOPE = {
    "county_wide": "government",
    "office": "office",
    "department": "department",
    "township": "township",
}


def level_by_name(name: str, scope: str) -> str | None:
    """The level that the name itself proves: 镇, 乡, 街道 and 县; 区 and 市 prove nothing."""
    stem = name.removesuffix("办公室").removesuffix("人民政府")
    if scope == "township" or stem.endswith(("镇", "乡", "街道", "街道办事处")):
        return "township"
    if "县" in stem[2:] and "自治州" not in stem.rpartition("县")[2]:
        return "county"
    return None
