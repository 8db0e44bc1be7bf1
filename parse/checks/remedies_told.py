"""Narrative rules over table four: reviews and lawsuits as the text counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parse.checks.amounts import AMOUNT, Amount, amount_of
from parse.checks.claims import CHANGE, EARLIER, OFFICE, A, Claim
from parse.checks.facts import Facts
from parse.checks.naming import TRACKS
from parse.checks.narrative import contradiction, is_own, plus
from parse.checks.narrative import told as told_of_requests
from parse.checks.outcome import NOT_EVALUABLE, PASS, Outcome, named
from parse.checks.sentences import sentences
from parse.model import Number
from reference.rules import Rule

REVIEW, DIRECT, AFTER = (f"t4.{track}" for track in TRACKS)
BOTH, REVIEWS, SUITS, FRESH, LATER = "both", "reviews", "suits", "direct", "after"

WORD = r"行政复议后诉讼|复议后(?:提起|起诉|行政诉讼|诉讼)(?:行政)?(?:诉讼)?|(?:未经复议)?直接(?:提起)?(?:行政)?(?:起诉|诉讼)|行政复议(?:和|与|及|或|、)(?:行政)?诉讼|行政复议|行政诉讼|诉讼|复议"
BETWEEN = r"(?:案件|申请|事项|情况|案|类|数量|共计|共|合计|总计|计|为|有|了|的|[:：]|发生|受理|收到|均|各|[()（）]|\"|“|”){0,4}"
DISPUTE = re.compile("复议|诉")
TOLD = re.compile(rf"(?P<word>{WORD}){BETWEEN}(?P<amount>{A})")
TOLD_FIRST = re.compile(
    rf"(?P<amount>{A})(?:因|由|的|政府信息公开|信息公开|申请|引发|引起|提起|被){{0,5}}(?P<word>{WORD})"
)
NONE = re.compile(
    rf"(?:未(?!经)|没有|无|尚未|从未|暂无)(?:发生|收到|产生|出现|受理|涉及|引发|引起|被|有|因)?[^。；，,\d]{{0,40}}?(?P<word>{WORD})[^。；，,\d]{{0,14}}(?!\d)"
)
LOST = re.compile(
    r"纠错|纠正|败诉|撤销|违法|责令|不当|维持|驳回|终结|终止|撤回|审结|结案|履行|调解|负责人|代理|案卷"
)
CASE_UNITS = frozenset({"件", "起", "例", "宗", "次", "件次", "个", "份", ""})


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence says of disputes: which (`what`), how many (None: that there were none)."""

    what: str
    amount: Amount | None
    sentence: str
    part: bool


def what_of(word: str) -> str:
    if "直接" in word:
        return FRESH
    if "后" in word:
        return LATER
    if "复议" in word and "诉讼" in word:
        return BOTH
    return REVIEWS if "复议" in word else SUITS


def disputes(text: str, year: int | None, own: bool) -> Iterator[Told]:
    """Counted disputes. A clause about other years, results or shares counts nothing."""
    for sentence in sentences(text):
        taken: set[int] = set()
        for pattern in (TOLD, TOLD_FIRST) if DISPUTE.search(sentence) else ():
            for match in pattern.finditer(sentence):
                found = AMOUNT.match(sentence, match.start("amount"))
                amount = amount_of(found) if found else None
                lead = re.split(r"[，,。；]", sentence[: match.start()])[-1]
                if amount is None or amount.unit not in CASE_UNITS or amount.start in taken:
                    continue
                if EARLIER.search(lead) or CHANGE.search(lead) or _elsewhere(lead, year):
                    continue
                taken.add(amount.start)
                yield Told(what_of(match["word"]), amount, sentence, _part(lead, own))


def _part(lead: str, own: bool) -> bool:
    return bool(re.search("其中|新增|新收|新发", lead)) or (bool(OFFICE.search(lead)) and not own)


def _elsewhere(lead: str, year: int | None) -> bool:
    years = re.findall(r"(?<!\d)((?:19|20)\d\d)年", lead)
    return bool(years) and year is not None and str(year) not in years


def none_disputed(text: str, year: int | None, own: bool) -> Iterator[Told]:
    """未发生行政复议、行政诉讼; not 未发生被复议纠错, which says nothing of their number."""
    for sentence in sentences(text):
        for clause in re.split(r"[。；]", sentence) if DISPUTE.search(sentence) else ():
            match = NONE.search(clause)
            if match is None or LOST.search(clause) or EARLIER.search(clause) or _elsewhere(clause, year):
                continue
            if clause[match.end() : match.end() + 1].isdigit() or re.search(
                r"\d|超期|逾期|办法|制度|培训", match[0]
            ):
                continue
            review, suit = "复议" in match[0], "诉讼" in clause[match.start() :]
            what = BOTH if review and suit else REVIEWS if review else SUITS
            yield Told(what, None, sentence, _part(clause, own))


MEANT: dict[str, list[tuple[str, ...]]] = {
    BOTH: [(REVIEW, DIRECT, AFTER), (REVIEW,), (DIRECT, AFTER)],
    REVIEWS: [(REVIEW,), (REVIEW, DIRECT, AFTER)],
    SUITS: [(DIRECT, AFTER), (DIRECT,), (AFTER,), (REVIEW, DIRECT, AFTER)],
    FRESH: [(DIRECT,)],
    LATER: [(AFTER,)],
}


def counts(facts: Facts, what: str) -> list[Number]:
    """Every number of table four that the words can fairly mean: all, all but the pending, three blocks together."""
    v = facts.value
    totals = {t: v(f"{t}.total") for t in (REVIEW, DIRECT, AFTER)}
    done = {t: plus(total, _minus(v(f"{t}.pending"))) for t, total in totals.items()}
    fair = [plus(*(of[t] for t in chosen)) for chosen in MEANT[what] for of in (totals, done)]
    return [f for f in fair if f is not None]


def _minus(value: Number | None) -> Number | None:
    return None if value is None else -value


def cells_of(what: str) -> tuple[str, ...]:
    chosen = {
        BOTH: (REVIEW, DIRECT, AFTER),
        REVIEWS: (REVIEW,),
        SUITS: (DIRECT, AFTER),
        FRESH: (DIRECT,),
        LATER: (AFTER,),
    }
    return tuple(f"{t}.total" for t in chosen[what])


NAMES = {
    BOTH: ("行政复议和行政诉讼", "reconsideration and litigation"),
    REVIEWS: ("行政复议", "reconsideration"),
    SUITS: ("行政诉讼", "litigation"),
    FRESH: ("未经复议直接起诉", "direct litigation"),
    LATER: ("复议后起诉", "litigation after reconsideration"),
}


@named("N401")
def remedies_told(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """A text that is silent says nothing; one that tells only a part is never held against the whole."""
    text = "\n".join((told_of_requests(facts), facts.text("remedies")))
    stated = list(disputes(text, facts.year, is_own(facts)))
    by_kind: dict[str, list[Told]] = {}
    for t in [*stated, *none_disputed(text, facts.year, is_own(facts))]:
        if t.part and not any(t.amount.fits(f) for f in counts(facts, t.what) if t.amount):
            continue
        by_kind.setdefault(t.what if t.amount else f"none {t.what}", []).append(t)
    if not by_kind:
        yield NOT_EVALUABLE
    for kind, told in by_kind.items():
        yield _counted(facts, kind, told) if told[0].amount else _none(facts, told[0], bool(stated))
    yield from _all_upheld(facts, text)


def _counted(facts: Facts, what: str, told: list[Told]) -> Outcome:
    figures = [facts.value(c) for c in cells_of(what)]
    whole = plus(*figures)
    if whole is None:
        return NOT_EVALUABLE
    fair = counts(facts, what)
    together = sum(t.amount.value for t in told if t.amount)
    if together in fair or any(t.amount and t.amount.fits(f) for t in told for f in fair):
        return PASS
    largest = max((t for t in told if t.amount), key=lambda t: t.amount.value if t.amount else 0)
    claim = Claim(largest.amount, largest.sentence, largest.part, (what,))
    return contradiction(facts, claim, cells_of(what), whole, NAMES[what])


def _none(facts: Facts, told: Told, stated: bool) -> Outcome:
    whole = plus(*(facts.value(c) for c in cells_of(told.what)))
    if whole is None:
        return NOT_EVALUABLE
    if whole == 0:
        return PASS
    undecided = 0 in counts(facts, told.what)
    claim = Claim(None, told.sentence, told.part or stated or undecided, (f"none {told.what}",))
    return contradiction(facts, claim, cells_of(told.what), whole, NAMES[told.what])


UPHELD = re.compile(r"(?:均|全部|都)(?:获|被|予以|得到)?维持")


def _all_upheld(facts: Facts, text: str) -> Iterator[Outcome]:
    """均获维持, where the table has other results or pending cases: those decided may all have been upheld, so uncertain."""
    for sentence in sentences(text):
        if not UPHELD.search(sentence) or "复议" not in sentence:
            continue
        total, upheld = facts.value(f"{REVIEW}.total"), facts.value(f"{REVIEW}.upheld")
        if total is not None and upheld is not None and upheld < total:
            yield Outcome(
                "uncertain",
                (f"{REVIEW}.upheld", f"{REVIEW}.total"),
                upheld,
                total,
                words={"sentence": sentence[:160], "where": ("结果维持", "upheld")},
                key="upheld",
            )
            return


@named("N403")
def direct_suits(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """Since 2024 a refusal goes to reconsideration first. Silence can always be sued over: never more than uncertain."""
    suits = facts.value(f"{DIRECT}.total")
    if facts.year is None or facts.year < 2024 or suits is None:
        yield NOT_EVALUABLE
    elif suits == 0:
        yield PASS
    else:
        yield _only_refusals(facts, suits)


def _only_refusals(facts: Facts, suits: Number) -> Outcome:
    years = [f for f in (facts, facts.previous) if f is not None]
    other = refused = 0.0
    for year in years:
        figures = {
            c: year.value(f"t3.{c}.total")
            for c in ("outcome_total", "granted", "denied_sum", "denied_statutory_inquiry")
        }
        if None in figures.values():
            return NOT_EVALUABLE
        of = {k: v or 0 for k, v in figures.items()}
        refused += of["denied_sum"] - of["denied_statutory_inquiry"]
        other += of["outcome_total"] - of["granted"] - of["denied_sum"] + of["denied_statutory_inquiry"]
    if other > 0 or refused == 0:
        return PASS
    if facts.previous is None:
        return NOT_EVALUABLE
    return Outcome("uncertain", (f"{DIRECT}.total", *facts.printed("t3.denied_sum.total")), 0, suits)
