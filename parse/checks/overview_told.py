"""Narrative rules over table two, over sums within the text, and over fees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from parse.checks.amounts import Amount, amounts
from parse.checks.claims import CHANGE, EARLIER
from parse.checks.facts import Facts
from parse.checks.naming import cell_label
from parse.checks.outcome import NOT_APPLICABLE, NOT_EVALUABLE, PASS, READER, Outcome, named
from parse.checks.sentences import plain, sentences
from reference.rules import Rule

OVERVIEW = (
    "overview",
    "overview_proactive",
    "overview_management",
    "overview_platform",
    "overview_supervision",
    "overview_requests",
)
DOCUMENTS = r"(?:行政)?规范性文件"
VERBS = {
    "issued": r"(?:制发|制定|印发|出台|新制定|发布)",
    "repealed": r"(?:废止|宣布失效)",
    "in_force": r"(?:现行有效|继续有效)",
}
GAP = r"[^。；，,、\d]"
NOT_COUNTED = re.compile(r"审查|审核|备案|清理|修订|修改|公开|累计|转发|解读|办公室|名义|本级|其中")


@cache
def _patterns(verb: str) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"{verb}{GAP}{{0,6}}?{DOCUMENTS}{GAP}{{0,4}}?(?=[\d一二两三四五六七八九十])"),
        re.compile(rf"{verb}(?:了)?(?=[\d一二两三四五六七八九十]+[件份个]{GAP}{{0,3}}{DOCUMENTS})"),
        re.compile(rf"{DOCUMENTS}{verb}(?=[\d一二两三四五六七八九十])"),
    )


def _claims(text: str, verb: str, year: int | None) -> Iterator[tuple[Amount, str, str]]:
    for sentence in sentences(text):
        for pattern in _patterns(verb) if "规范性文件" in sentence else ():
            for match in pattern.finditer(sentence):
                found = [a for a in amounts(sentence[match.end() : match.end() + 14]) if a.start == 0]
                lead = re.split(r"[，,。；]", sentence[: match.start()])[-1] + match[0]
                if (
                    found
                    and found[0].unit in ("件", "份", "个", "部")
                    and not EARLIER.search(lead)
                    and not CHANGE.search(lead)
                ):
                    years = re.findall(r"(20\d\d)年", lead)
                    if not years or year is None or str(year) in years:
                        yield found[0], sentence, lead


@named("N201")
def documents_told(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """A text may count one organ's documents only: less than the table is uncertain, more is a contradiction."""
    text, told = facts.text(*OVERVIEW), False
    for column, verb in VERBS.items():
        cell = f"t2.normative_documents.{column}"
        figure = facts.value(cell)
        claims = list(_claims(text, verb, facts.year))
        if not claims or figure is None:
            continue
        told = True
        if any(amount.fits(figure) for amount, _, _ in claims):
            yield PASS
            continue
        amount, sentence, lead = max(claims, key=lambda c: c[0].value)
        soft = (
            amount.high < figure or not amount.exact or bool(NOT_COUNTED.search(lead)) or facts.doubtful(cell)
        )
        yield Outcome(
            "uncertain" if soft else "fail",
            (cell,),
            figure,
            amount.value,
            doubt=facts.doubtful(cell),
            words={"sentence": sentence[:160], "where": cell_label(cell)},
        )
    if not told:
        yield NOT_EVALUABLE


LICENCES = re.compile(rf"(?P<verb>受理|办结|办理|作出)(?:各类|的)?(?:行政)?许可{GAP}{{0,6}}?(?=\d)")


@named("N202")
def licences_told(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """What was accepted need not have been decided, and one window is not the county: never more than uncertain."""
    cell = "t2.licensing.decisions"
    figure, claims = facts.value(cell), []
    for sentence in sentences(facts.text(*OVERVIEW)):
        for match in LICENCES.finditer(sentence):
            found = [a for a in amounts(sentence[match.end() : match.end() + 14]) if a.start == 0]
            if (
                found
                and found[0].unit in ("件", "项", "宗", "件次", "份")
                and not EARLIER.search(sentence[: match.end()])
            ):
                claims.append((found[0], sentence))
    if not claims or figure is None:
        yield NOT_EVALUABLE
    elif any(a.fits(figure) for a, _ in claims):
        yield PASS
    else:
        amount, sentence = max(claims, key=lambda c: c[0].value)
        yield Outcome("uncertain", (cell,), figure, amount.value, words={"sentence": sentence[:160]})


ITEMS = frozenset("条 件 篇 份 个 次 期 宗 项".split())  # noqa: SIM905
OWN_VERB = re.compile(
    r"发布|公开|更新|转发|修改|回应|开展|举办|受理|编发|召开|制作|印发|推送|办理|答复|通过|接受|培训"
)


@named("N101")
def parts_told(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """N条，其中 a条、b条: the parts cannot be more than the whole. Several units, or verbs of their own: uncertain."""
    told = False
    for whole, parts, sentence, soft in (d for text in facts.sections.values() for d in decompositions(text)):
        told = True
        total = sum(a.low for a in parts)
        if total <= whole.high:
            yield PASS
            continue
        exact = whole.exact and all(a.exact for a in parts)
        yield Outcome(
            "uncertain" if soft or not exact else "fail",
            (),
            whole.value,
            total,
            words={"sentence": sentence, "lhs": f"{total:g}", "rhs": f"{whole.value:g}"},
            key=f"{whole.value:g}:{total:g}",
        )
    if not told:
        yield NOT_EVALUABLE


def decompositions(text: str) -> Iterator[tuple[Amount, list[Amount], str, bool]]:
    """(whole, parts, sentence, soft). The whole is the last number before 其中 that counts in the parts' unit."""
    whole_text = plain(text)
    if "其中" not in whole_text and "类别有" not in whole_text:
        return
    cut = list(sentences(re.sub(r"[(（][^()（）]*[)）]", "", whole_text)))
    for i, sentence in enumerate(cut):
        head, found, tail = sentence.partition("其中")
        if not found:
            continue
        if not re.search(r"\d", head) and i:
            head = cut[i - 1] + head
        tail = tail.split("其中")[0]
        parts, verbs = _parts(tail)
        if not parts:
            continue
        units = {a.unit for a in parts}
        before = [a for a in amounts(head) if a.unit in ITEMS and a.unit not in ("年", "月", "日")]
        same = [a for a in before if a.unit == parts[0].unit]
        whole = same[-1] if same else before[-1] if before else None
        if whole is not None and not EARLIER.search(
            head[whole.start - 12 if whole.start > 12 else 0 : whole.start]
        ):
            chosen = [a for a in parts if a.unit == parts[0].unit] if same else parts
            shown = f"{head[max(whole.start - 30, 0) :]}其中{tail}"[:200]
            yield whole, chosen, shown, not same or verbs or len(units) > 1
    yield from _kinds(cut)


def _parts(tail: str) -> tuple[list[Amount], bool]:
    """Amounts of the list after 其中, and whether its items have verbs of their own."""
    parts, verbs = [], False
    for segment in re.split(r"[，,、。；:：]", tail):
        found = [a for a in amounts(segment) if a.unit in ITEMS]
        if not found or CHANGE.search(segment) or "占" in segment[: found[0].start]:
            continue
        verbs = verbs or bool(OWN_VERB.search(segment[: found[0].start]))
        parts.append(found[0])
    return parts, verbs


def _kinds(cut: list[str]) -> Iterator[tuple[Amount, list[Amount], str, bool]]:
    """主要类别有: a条，b条 … against the number of items made public that an earlier sentence gives: uncertain."""
    stated: Amount | None = None
    for sentence in cut:
        match = re.search(r"类别有[:：]?", sentence)
        if match and stated:
            parts, _ = _parts(sentence[match.end() :])
            parts = [a for a in parts if a.unit == (stated.unit if stated else "")]
            if len(parts) >= 3:
                yield stated, parts, f"…{sentence[match.start() :]}"[:200], True
        told = re.search(r"主动公开(?:政府)?信息(?:总?数)?(?=\d)", sentence)
        if told:
            found = [a for a in amounts(sentence[told.end() :]) if a.start == 0]
            stated = max([*found, *([stated] if stated else [])], key=lambda a: a.value, default=None)


FEE = re.compile(r"处理费|收费|收取|费用|缴费|缴纳")
NOTICE = re.compile(
    r"收费通知|缴费通知|通知[^。；]{0,10}(?:缴|收)|逾期[^。；]{0,8}缴|未缴|未按[^。；]{0,8}缴"
)


@named("N601")
def fee_statement(facts: Facts, _: Rule) -> Iterator[Outcome]:
    if facts.year is None or facts.year < 2020:
        yield NOT_APPLICABLE
    elif not facts.sections.get("other_matters", "").strip():
        yield NOT_EVALUABLE
    elif FEE.search(plain("\n".join(facts.sections.values()))):
        yield PASS
    else:
        yield Outcome("fail", (), "信息处理费", "none", key="fee")


@named("N602")
def unpaid_fee(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """Section six may speak of the fee without naming notices: uncertain."""
    cell = "t3.other_fee_unpaid.total"
    unpaid = facts.value(cell)
    text = plain(facts.sections.get("other_matters", ""))
    if unpaid is None or (unpaid and not text):
        yield NOT_EVALUABLE
    elif unpaid == 0 or NOTICE.search(text):
        yield PASS
    else:
        soft = facts.doubtful(cell) or bool(FEE.search(text))
        note = READER if facts.doubtful(cell) else ("", "")
        yield Outcome(
            "uncertain" if soft else "fail",
            (cell,),
            "fee notice",
            unpaid,
            doubt=facts.doubtful(cell),
            note=note,
        )
