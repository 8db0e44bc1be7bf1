"""Reports as data, for tests and benchmarks: figures by cell, drawn tables, and what a reader must find.

All figures and words are generated. A defect changes how a figure or a label is printed; what may then be read is
known beforehand: the figure, or nothing where it is not printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from parse.model import Number, Reading
from reference import forms
from replica.invent import invent
from replica.tables import Box, Drawn, draw

KINDS = ("government", "office", "department", "township")
WORDS = (
    "本年度按照条例规定做好主动公开、依申请公开和信息管理各项工作，内容均为生成的示例文字，与任何机关无关。"
    "公开的渠道有门户网站、政务新媒体和公开栏，更新及时，查阅方便，群众可以当面、书面或者在网上提出申请。"
)


@dataclass(slots=True)
class Paper:
    """A report to be written in some format. `truth` is what each printed cell says, None for a blank or a mark."""

    form: str
    organ: str
    year: int
    parts: list[str | Drawn]
    truth: dict[str, Number | None]
    defects: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"{self.organ}{self.year}年政府信息公开工作年度报告"


def paper(rng: Random, form_id: str = "2021", busy: bool = False) -> Paper:
    """A report of an invented county; `busy` has larger figures in every row."""
    form = forms.load(form_id)
    volume = rng.choice((4000, 20000)) if busy else None
    figures = invent(form_id, rng.choice(KINDS), rng, volume=volume)
    organ, year = f"{rng.choice('青云临海安平')}{rng.choice('山河阳泽')}县人民政府", rng.randint(2021, 2025)
    parts: list[str | Drawn] = []
    for section in form.sections:
        if section.parent is None:
            parts += [section.label_zh]
            drawn = [draw(form_id, t.key, figures) for t in form.tables if t.section == section.key]
            parts += drawn or [f"{organ}{year}年{rng.choice((WORDS, WORDS[:40]))}"]
    parts += [organ, f"{year + 1}年1月{rng.randint(5, 28)}日"]
    truth: dict[str, Number | None] = {box.cell: figures[box.cell] for box in boxes(parts) if box.cell}
    return Paper(form_id, organ, year, parts, truth)


def boxes(parts: list[str | Drawn]) -> list[Box]:
    return [box for part in parts if not isinstance(part, str) for row in part for box in row]


# --- defects: each changes some boxes and, where the figure is no longer printed, the truth


def blanks(made: Paper, rng: Random) -> None:
    """Some figures are left blank."""
    for box in rng.sample([b for b in boxes(made.parts) if b.cell], 5):
        box.text = ""
        made.truth[box.cell or ""] = None


def marks(made: Paper, rng: Random) -> None:
    """Some figures are a bar, a dash, or 无."""
    for box in rng.sample([b for b in boxes(made.parts) if b.cell], 5):
        box.text = rng.choice(("/", "—", "-", "无", "——"))
        made.truth[box.cell or ""] = None


def full_width(made: Paper, rng: Random) -> None:
    """Figures in full-width digits."""
    for box in rng.sample([b for b in boxes(made.parts) if b.cell and b.text.isdigit()], 20):
        box.text = box.text.translate({ord("0") + i: chr(ord("０") + i) for i in range(10)})


def commas(made: Paper, rng: Random) -> None:
    """Thousands commas."""
    for box in boxes(made.parts):
        if box.cell and box.text.isdigit():
            box.text = f"{int(box.text):,}"


def annotated(made: Paper, rng: Random) -> None:
    """A figure with a note in brackets."""
    for box in rng.sample(
        [b for b in boxes(made.parts) if b.cell and b.text.isdigit() and int(b.text) > 1], 1
    ):
        box.text += f"（其中修订{int(box.text) - 1}件）"


def spaced_labels(made: Paper, rng: Random) -> None:
    """Labels with blanks and line breaks between their characters."""
    for box in boxes(made.parts):
        if not box.cell and 1 < len(box.text) < 9 and rng.random() < 0.5:
            cut = rng.randint(1, len(box.text) - 1)
            box.text = box.text[:cut] + rng.choice((" ", "\n", "　")) + box.text[cut:]


def half_brackets(made: Paper, rng: Random) -> None:
    """Brackets and numbers of labels in half width."""
    for box in boxes(made.parts):
        if not box.cell:
            box.text = box.text.replace("（", "(").replace("）", ")").replace("“", '"').replace("”", '"')


def figure_spaces(made: Paper, rng: Random) -> None:
    """Blanks around figures."""
    for box in boxes(made.parts):
        if box.cell and box.text and rng.random() < 0.3:
            box.text = rng.choice((" {}", "{} ", "　{}", "{}\n")).format(box.text)


def lost_label(made: Paper, rng: Random) -> None:
    """A row of table three has lost its label."""
    rows = [row for part in made.parts if not isinstance(part, str) for row in part if _labelled(row)]
    for box in rng.choice(rows):
        if not box.cell:
            box.text = ""


def _labelled(row: list[Box]) -> bool:
    return sum(bool(b.cell) for b in row) == 7


def table_gone(made: Paper, rng: Random) -> None:
    """A table is not there at all."""
    index = rng.choice([i for i, part in enumerate(made.parts) if not isinstance(part, str)])
    for box in boxes([made.parts[index]]):
        if box.cell:
            made.truth[box.cell] = None
    made.parts[index] = "（无）"


Defect = Callable[[Paper, Random], None]
DEFECTS: dict[str, Defect] = {
    defect.__name__: defect
    for defect in (blanks, marks, full_width, commas, annotated, spaced_labels, half_brackets, figure_spaces)
}
DEFECTS |= {"lost_label": lost_label, "table_gone": table_gone}


def spoiled(made: Paper, rng: Random, names: list[str]) -> Paper:
    """The paper with those defects, in that order."""
    for name in names:
        DEFECTS[name](made, rng)
    made.defects = names
    return made


# --- judgement


@dataclass(slots=True)
class Verdict:
    """Cells by what became of them. `silent` and `unnamed` are sentences, the others counts."""

    right: int = 0
    null: int = 0
    silent: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)

    def __iadd__(self, other: Verdict) -> Verdict:
        self.right += other.right
        self.null += other.null
        self.silent += other.silent
        self.unnamed += other.unnamed
        return self


def judged(reading: Reading, truth: dict[str, Number | None]) -> Verdict:
    """Every printed cell right, or null and explained by its state or a problem; never another figure."""
    named = tuple(p.cell for p in reading.problems if p.cell)
    got = {cell.cell: cell for cell in reading.cells}
    verdict = Verdict()
    for cell, want in truth.items():
        have = got.get(cell)
        if have is None or have.value is None:
            verdict.right += want is None
            verdict.null += want is not None
            state = have.state if have else "absent"
            told = state in {"blank", "mark", "missing"} or any(
                cell == n or cell.startswith(n + ".") for n in named
            )
            if want is not None and not told:
                verdict.unnamed.append(f"{cell}: null ({state}) for {want}, no problem says so")
        elif want is None or abs(float(have.value) - float(want)) > 1e-6:
            verdict.silent.append(f"{cell}: {have.value} ({have.raw!r}) for {want}")
        else:
            verdict.right += 1
    verdict.silent += [
        f"{c}: extra {v.value}" for c, v in got.items() if v.value is not None and c not in truth
    ]
    return verdict
