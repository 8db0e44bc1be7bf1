"""Quality rules over one report: empty, unfinished, someone else's, or fit for any place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parse.checks.facts import Facts
from parse.checks.outcome import NOT_EVALUABLE, PASS, READER, Outcome, named
from parse.checks.sentences import plain, sentences
from parse.checks.structure import present
from reference.rules import Rule

HAN = re.compile(r"[㐀-鿿]+")
PLACEHOLDER = re.compile(
    r"[X×]{2,}(?=[县区市镇乡局委年月日份件条]|街道)|x{2,}(?=[县区市镇乡局委年])|(?<![\d*])\*{2,}(?![\d*])|_{3,}|[(（]示例[)）]|此处填写|请填写"
)
UNFINISHED = re.compile(r"[X×x*_]{2}|示例|填写")
"""Without any of it there is no placeholder."""
OVERVIEW = (
    "overview",
    "overview_proactive",
    "overview_requests",
    "overview_management",
    "overview_platform",
    "overview_supervision",
)
NOT_FIGURES = re.compile(r"(?:19|20)\d\d年度?|\d{1,2}月(?:\d{1,2}日)?|第?\d+号|[〔\[(]\d{4}[〕\])]")
FIGURE = re.compile(r"\d|[一二两三四五六七八九十百千万][余多]?(?:[条件次篇份个期场人项]|万)")


def han(text: str) -> int:
    """How many Chinese characters a text has."""
    return sum(map(len, HAN.findall(text)))


@named("Q001")
def all_zero(facts: Facts, _: Rule) -> Iterator[Outcome]:
    if any(facts.values.values()):
        yield PASS
        return
    states = set(facts.states.values())
    whole = all(present(facts, t) for t in ("t2", "t3", "t4")) and not states & {"missing", "unreadable"}
    yield Outcome("fail", (), "> 0", 0, key="zero") if whole else NOT_EVALUABLE


@named("Q002")
def zero_requests(facts: Facts, _: Rule) -> Iterator[Outcome]:
    new = facts.value("t3.new_requests.total")
    if new is None:
        yield NOT_EVALUABLE
    else:
        yield PASS if new > 0 else Outcome("fail", ("t3.new_requests.total",), "> 0", new)


@named("Q007")
def perfect_disclosure(facts: Facts, _: Rule) -> Iterator[Outcome]:
    cells = ("t3.granted.total", "t3.outcome_total.total")
    granted, total = map(facts.value, cells)
    if granted is None or total is None:
        yield NOT_EVALUABLE
    else:
        perfect = total >= 50 and granted == total
        yield Outcome("fail", cells, f"< {total}", granted) if perfect else PASS


@named("Q005")
def problems_section(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """A heading without any text below may be our cut, not theirs: uncertain."""
    if "problems" not in facts.sections:
        yield NOT_EVALUABLE
        return
    count = han(facts.sections["problems"])
    if count >= 50:
        yield PASS
    else:
        doubt = count == 0
        note = READER if doubt else ("", "")
        yield Outcome(
            "uncertain" if doubt else "fail", (), ">= 50", count, doubt=doubt, key="problems", note=note
        )


@named("Q006")
def placeholder(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """Marks such as ** are mark-up where a document is Markdown, and may be the text-maker's where only a text is known."""
    text = "\n".join(facts.sections.values())
    if not UNFINISHED.search(text):
        yield PASS
        return
    found = sorted({m[0] for m in PLACEHOLDER.finditer(text) if facts.kind != "markdown" or "*" not in m[0]})
    if not found:
        yield PASS
        return
    sure = facts.bytes_seen
    yield Outcome("fail" if sure else "uncertain", (), "", " ".join(found), doubt=not sure, key="placeholder")


@named("Q008")
def generic_text(facts: Facts, _: Rule) -> Iterator[Outcome]:
    text = NOT_FIGURES.sub("", plain(facts.text(*OVERVIEW)))
    if han(text) < 100:
        yield NOT_EVALUABLE
        return
    own = re.search(r"[我本全][县区市镇乡局委办处院州盟旗级单机]|我们|街道", text) or names_own(facts, text)
    yield (
        PASS if own or FIGURE.search(text) else Outcome("fail", (), "figure or place", "none", key="generic")
    )


def stems(name: str) -> set[str]:
    """The place names in the name of an organ, without the word for their kind: 盐边县惠民镇人民政府 → 盐边, 惠民."""
    found = re.findall(
        r"([㐀-鿿]{2,}?)(?:自治[州县旗]|地区|[省市州盟县区旗镇乡]|街道)", name.replace("人民政府", "")
    )
    return {s for s in found if s not in ("街道", "办事", "地方")}


def names_own(facts: Facts, text: str) -> bool:
    return any(stem in text for stem in stems(f"{facts.organ} {facts.place}"))


AUTHOR = re.compile(
    r"(?:本报告由|现公布|现将|现发布)([㐀-鿿]{2,24}?(?:人民政府|办公室|办事处|[县区市镇乡局委]))(?:[(（][^)）]*[)）])?(?:根据|依照|按照|编制|(?:19|20)\d\d年)"
)


@named("Q004")
def foreign_organ(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """Another place named as the author. Certain only where the register of places tells which is whose."""
    own = stems(f"{facts.organ} {facts.title} {facts.place}")
    if not own:
        yield NOT_EVALUABLE
        return
    strange = False
    for sentence in sentences("\n".join(facts.sections.values())):
        for found in AUTHOR.finditer(sentence):
            named_there = stems(found[1])
            if named_there and not any(a in b or b in a for a in own for b in named_there):
                strange = True
                yield Outcome(
                    "uncertain", (), facts.organ, found[1], words={"sentence": sentence[:120]}, key=found[1]
                )
    if not strange:
        yield PASS
