"""Structure rules: what a report is made of: sections, tables, rows, columns, kinds of figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from parse.checks.facts import Facts
from parse.checks.naming import cell_label, column_label, row_label
from parse.checks.outcome import NOT_EVALUABLE, PASS, READER, Outcome, named
from parse.model import Number
from reference import forms
from reference.rules import Rule

SIX = ("overview", "proactive", "requests", "remedies", "problems", "other_matters")
TABLES = {"t2": "proactive", "t3": "requests", "t4": "remedies"}
ONLY_TEXT = (
    "（所见只有该文件的文字，表格也可能以图片或附件公布。）",
    " (Only a text of the document is known; the table may have been a picture or an attachment.)",
)
MAY_HIDE = frozenset(
    [
        "picture_table",
        "attachment_missing",
        "attachment_mismatch",
        "no_text_layer",
        "ocr_missing",
        "ocr_doubtful",
        "pages_skipped",
        "truncated",
        "damaged",
        "repaired",
        "time_out",
        "too_large",
        "memory",
        "font_garbled",
        "no_form",
        "label_lost",
        "mixed_forms",
    ]
)


def present(facts: Facts, table: str) -> bool:
    """True where the report has at least one printed cell of the table."""
    return table in facts.tables


def is_whole(facts: Facts) -> bool:
    """True for a report that goes on to its last parts; a piece, or one cut short, is judged for no part that it lacks."""
    return bool({"problems", "other_matters"} & set(facts.order)) and any(
        k.startswith("overview") for k in facts.order
    )


@named("S001")
def sections_present(facts: Facts, _: Rule) -> Iterator[Outcome]:
    if not is_whole(facts):
        yield NOT_EVALUABLE
        return
    shown = {key.split("_")[0] if key.startswith("overview") else key for key in facts.order}
    shown |= {section for table, section in TABLES.items() if present(facts, table)}
    lacking = [key for key in SIX if key not in shown]
    order = [key for key in facts.order if key in SIX]
    if lacking:
        yield Outcome(
            "uncertain",
            expected=6,
            found=6 - len(lacking),
            doubt=True,
            words={"missing": _titles(lacking)},
            note=READER,
        )
    elif order != sorted(order, key=SIX.index):
        yield Outcome(
            "fail", expected="→".join(SIX), found="→".join(order), words={"missing": _titles(order)}
        )
    else:
        yield PASS


def _titles(keys: Iterable[str]) -> tuple[str, str]:
    lines = {s.key: s for s in forms.load(forms.FORM_IDS[0]).sections}
    chosen = [lines[k] for k in keys]
    return "、".join(s.label_zh for s in chosen), ", ".join(s.label_en for s in chosen)


@named("S002")
def tables_present(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """Accuses only where mark-up was seen, its other tables were read and nothing could hide this one."""
    here = {table for table in TABLES if present(facts, table)}
    if len(here) == len(TABLES):
        yield PASS
    for table, section in TABLES.items():
        if table in here:
            continue
        if section not in facts.order and not {"problems", "other_matters"} & set(facts.order):
            yield NOT_EVALUABLE
        else:
            yield _lost_table(facts, table, sure=len(here) == 2 and section in facts.order)


def _lost_table(facts: Facts, table: str, sure: bool) -> Outcome:
    hidden = any(p.kind in MAY_HIDE for p in facts.problems)
    title = forms.load(facts.form or "2021").table(table)
    words = {"missing": (f"表格“{title.title_zh}”", f"table “{title.title_en}”")}
    if facts.bytes_seen and facts.kind in ("html", "docx") and sure and not hidden:
        return Outcome("fail", (table,), "table", "none", words=words)
    return Outcome("uncertain", (table,), "table", "none", doubt=True, words=words, note=ONLY_TEXT)


@named("S003")
def t3_columns(facts: Facts, _: Rule) -> Iterator[Outcome]:
    if not present(facts, "t3"):
        yield NOT_EVALUABLE
        return
    t3 = forms.load(facts.form or "2021").table("t3")
    lost = [
        c
        for c in t3.value_columns
        if all(facts.state(f"t3.{r.key}.{c}") in ("missing", "absent") for r in t3.rows)
    ]
    surplus = [p for p in facts.problems if p.kind == "surplus_column" and (p.cell or "").startswith("t3")]
    if not lost and not surplus:
        yield PASS
        return
    found = len(t3.value_columns) - len(lost) + (1 if surplus else 0)
    sure = facts.bytes_seen and not lost
    cells = tuple(f"t3.new_requests.{c}" for c in lost)
    yield Outcome(
        "fail" if sure else "uncertain",
        cells,
        len(t3.value_columns),
        found,
        doubt=not sure,
        key="t3",
        note=("", "") if sure else READER,
        words={"where": "、".join(column_label("t3", c)[0] for c in lost)},
    )


@named("S004")
def t3_rows(facts: Facts, _: Rule) -> Iterator[Outcome]:
    if not present(facts, "t3") or facts.form is None:
        yield NOT_EVALUABLE
        return
    rows = [r.key for r in forms.load(facts.form).table("t3").rows if r.cells]
    undivided = facts.form == "2021" and facts.state("t3.other.total") not in ("absent", "missing")
    lost = [
        r
        for r in rows
        if facts.state(f"t3.{r}.total") == "missing" and facts.state(f"t3.{r}.natural_person") == "missing"
    ]
    bare = [
        p.cell.split(".")[1]
        for p in facts.problems
        if p.kind == "label_lost" and p.cell and p.cell.startswith("t3.")
    ]
    if undivided:
        words = {
            "missing": ("（六）其他处理的三个分项，只印作一行", "the three rows of （六）, printed as one")
        }
        yield Outcome("fail", ("t3.other.total",), len(rows), len(rows) - 2, words=words)
    if lost and not bare and lost == rows[-len(lost) :] and not is_whole(facts):
        yield NOT_EVALUABLE  # a piece that ends within the table
    elif lost or bare:
        yield _lost_rows(lost, list(dict.fromkeys(bare)), len(rows))
    elif not undivided:
        yield PASS


def _lost_rows(lost: list[str], bare: list[str], all_rows: int) -> Outcome:
    """One outcome for all rows that were not found, or found without their label: it may be our loss."""
    gone = [row_label("t3", r) for r in lost]
    gone += [(f"“{zh}”的行名", f"the label of “{en}”") for zh, en in (row_label("t3", r) for r in bare)]
    missing = "、".join(zh for zh, _ in gone), ", ".join(en for _, en in gone)
    cells = tuple(f"t3.{r}" for r in (*lost, *bare))
    return Outcome(
        "uncertain",
        cells,
        all_rows,
        all_rows - len(cells),
        doubt=True,
        words={"missing": missing},
        note=READER,
    )


@cache
def _kinds(form_id: str) -> dict[str, str]:
    """Cell → integer, signed_integer or decimal; sums of money are decimals whatever the column says."""
    found = {}
    for table in forms.load(form_id).tables:
        for row in table.rows:
            for key in row.cells:
                column = table.column(key)
                money = "元" in f"{row.unit or column.unit or ''}{column.label_zh}" or "amount" in key
                found[f"{table.key}.{row.key}.{key}"] = "decimal" if money else column.value_type
    return found


@cache
def _all_kinds() -> dict[str, str]:
    return {c: k for form_id in forms.FORM_IDS for c, k in _kinds(form_id).items()}


@named("S005")
def cell_domain(facts: Facts, _: Rule) -> Iterator[Outcome]:
    kinds, bad = _all_kinds(), False
    for cell, value in facts.values.items():
        if value is None or (value.__class__ is int and value >= 0) or cell in facts.parts:
            continue
        kind = kinds.get(cell, "integer")
        negative = value < 0 and kind != "signed_integer"
        if negative or (kind != "decimal" and value != int(value)):
            bad = True
            yield _outside(facts, cell, value, negative)
    if not bad:
        yield PASS


def _outside(facts: Facts, cell: str, value: Number, negative: bool) -> Outcome:
    doubt = facts.doubtful(cell)
    wanted = ("不小于零的数", "zero or more") if negative else ("整数", "a whole number")
    return Outcome(
        "uncertain" if doubt else "fail",
        (cell,),
        wanted[1],
        value,
        doubt=doubt,
        words={"where": cell_label(cell), "expected": wanted},
        note=READER if doubt else ("", ""),
    )


@named("S006")
def blank_cells(facts: Facts, _: Rule) -> Iterator[Outcome]:
    some = {"blank", "mark"} & set(facts.states.values())
    empty = tuple(c for c, s in facts.states.items() if s in some and c not in facts.parts)
    yield Outcome("fail", empty, 0, len(empty), key="blank") if empty else PASS


TORN = frozenset({"label_lost", "too_few_figures", "fused_digits", "column_missing", "surplus_figures"})
"""Where the table itself is torn, a strange label is a piece of a known one."""


@named("S007")
def unknown_label(facts: Facts, _: Rule) -> Iterator[Outcome]:
    strange = [p for p in facts.problems if p.kind in ("unknown_label", "surplus_row")]
    if not strange:
        yield PASS
        return
    if any(p.kind in TORN for p in facts.problems):
        yield NOT_EVALUABLE
        return
    places = (
        _details(p.zh.partition("：")[2] for p in strange),
        _details(p.en.partition(": ")[2] for p in strange),
    )
    labels = "；".join(places[0]).rstrip("。"), "; ".join(places[1]).rstrip(".")
    sure = facts.bytes_seen and facts.kind in ("html", "docx")
    yield Outcome(
        "fail" if sure else "uncertain",
        (),
        0,
        len(strange),
        doubt=not sure,
        key="labels",
        words={"labels": labels},
    )


def _details(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.rstrip("。.") for t in texts))
