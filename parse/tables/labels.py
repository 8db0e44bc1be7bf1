"""The words of the forms as they are looked up: one vocabulary over all forms, by normalised label."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reference import forms
from reference.text import norm_label

# How a table of a form is printed; a form file may say another (`layout`).
MATRIX, TRANSPOSED, BLOCKS, LIST = "matrix", "transposed", "blocks", "list"
# Words of heads that are neither column nor row.
HEAD_WORDS = frozenset(
    map(norm_label, ("信息内容", "申请人情况", "法人或其他组织", "法人和其他组织", "法人及其他组织"))
)
RELATION = frozenset("本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和")


@dataclass
class Words:
    """One table's words over all forms: norm → keys. A spelling that several keys share stands for none of them
    unless the group decides."""

    key: str
    layout: str
    rows: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)
    parents: dict[str, str | None] = field(default_factory=dict)
    enumerators: dict[str, str] = field(default_factory=dict)

    @property
    def all(self) -> set[str]:
        return {*self.rows, *self.groups, *self.columns, *self.blocks}


@lru_cache(maxsize=1)
def vocabulary() -> Mapping[str, Words]:
    """Words by table key."""
    found: dict[str, Words] = {}
    for form_id in forms.FORM_IDS:
        form = forms.load(form_id)
        for table in form.tables:
            words = found.setdefault(table.key, Words(table.key, _layout(table)))
            _add(words, table)
            words.titles |= {s for line in form.sections if line.key == table.section for s in line.spellings}
    return found


def _layout(table: forms.Table) -> str:
    if table.blocks:
        return BLOCKS
    if len(table.value_columns) == 1:
        return LIST
    return TRANSPOSED if len(table.cell_ids) <= 20 else MATRIX


def _add(words: Words, table: forms.Table) -> None:
    for row in table.rows:
        words.parents.setdefault(row.key, row.parent)
        words.enumerators[row.key] = enumerator(row.label_zh)
        for s in row.spellings:
            if row.cells:
                _put(words.rows, s, row.key)
            else:
                words.groups.setdefault(s, row.key)
    for column in table.columns:
        for s in column.spellings:
            if column.kind != "group":
                _put(words.columns, s, column.key)
    for block in table.blocks:
        words.blocks |= dict.fromkeys(block.spellings, block.key)


def _put(into: dict[str, list[str]], spelling: str, key: str) -> None:
    keys = into.setdefault(spelling, [])
    if key not in keys:
        keys.append(key)


@lru_cache
def tables_of(key: str) -> tuple[forms.Table, ...]:
    """The table of that key in every form that has it, newest first."""
    return tuple(t for f in forms.FORM_IDS for t in forms.load(f).tables if t.key == key)


@lru_cache(maxsize=1)
def everything() -> frozenset[str]:
    """Every word of every table of every form, and the heads' own: what may stand in a cell that is no figure."""
    words: set[str] = set(HEAD_WORDS)
    for w in vocabulary().values():
        words |= w.all
    return frozenset(words)


@lru_cache(maxsize=1)
def _pieces() -> frozenset[str]:
    return frozenset(w[a:b] for w in everything() for a in range(len(w)) for b in range(a + 2, len(w) + 1))


def is_piece(text: str) -> bool:
    """True where the text is a part of a word of a form, as a broken label is."""
    return norm_label(text) in _pieces()


@lru_cache(maxsize=1)
def table_titles() -> Mapping[str, str]:
    """Headings of the sections that hold a printed table, and the table's key."""
    return {s: key for key, w in vocabulary().items() if w.layout != LIST for s in w.titles}


@lru_cache(maxsize=1)
def closing_titles() -> frozenset[str]:
    """Headings of chapters that hold no table."""
    lines = (line for f in forms.FORM_IDS for line in forms.load(f).sections)
    return frozenset(s for n in lines if n.kind == "narrative" and n.parent is None for s in n.spellings)


def is_title(text: str) -> bool:
    """True for the heading of a chapter of a form."""
    norm = norm_label(text)
    return norm in table_titles() or norm in closing_titles()


_ENUMERATOR = re.compile(r"\s*[(（]?\s*([一二三四五六七八九十]{1,2}|\d{1,2})\s*[)）、.．](?!\d)")


def enumerator(label: str) -> str:
    """The numeral before a label (七 of （七）总计, 3 of 3.其他), "" where none stands."""
    m = _ENUMERATOR.match(label)
    return m[1] if m else ""


def is_word(text: str) -> bool:
    """True where the whole text is a word of a form (or the sentence on the sums)."""
    return norm_label(text) in everything() or is_relation(text)


def is_relation(text: str) -> bool:
    """True for the sentence 本列数据的勾稽关系为… or a part of it, as it stands in the head of table three."""
    return ("勾稽关系" in text or "等于第三项加第四项" in text or "第一项加第二项之和" in text) and len(
        text
    ) < 80


def nearest(norm: str, among: Mapping[str, Sequence[str]]) -> str | None:
    """The key of the one word within a quarter of its length in edits, at least two edits nearer than any word of
    another key; None otherwise. `among` is word → keys."""
    if len(norm) < 5:
        return None
    best: dict[str, tuple[int, int]] = {}
    for w, keys in among.items():
        d = distance(norm, w, 6) if abs(len(w) - len(norm)) <= 6 else 7
        for key in keys:
            best[key] = min(best.get(key, (9, 0)), (d, max(len(norm), len(w)) // 4))
    ranked = sorted((d, allowed, key) for key, (d, allowed) in best.items())
    if not ranked or ranked[0][0] > ranked[0][1]:
        return None
    return ranked[0][2] if len(ranked) == 1 or ranked[1][0] >= ranked[0][0] + 2 else None


def distance(a: str, b: str, limit: int) -> int:
    """Edits between two words; limit + 1 where more."""
    row = list(range(len(b) + 1))
    for i, c in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, d in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (c != d))
        if min(row) > limit:
            return limit + 1
    return row[-1]
