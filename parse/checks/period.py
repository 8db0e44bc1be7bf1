"""Structure rules about the year and the title: form, period, last year's words left standing, the usual heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from parse.checks.facts import Facts
from parse.checks.outcome import NOT_EVALUABLE, PASS, Outcome, named
from parse.checks.sentences import plain, sentences
from reference import forms
from reference.rules import Rule
from reference.text import simplified

PERIOD = re.compile(
    r"统计(?:期限|期间|时限|时段|时间|周期|范围|起止|数据)?[^。；]{0,16}?(20\d\d)年(\d{1,2})月(\d{1,2})日[^。；\d]{0,6}?(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日"
)


@named("S010")
def statistical_period(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """A period that begins later in the same year may be that of an organ founded then: uncertain."""
    if facts.year is None:
        yield NOT_EVALUABLE
        return
    found = PERIOD.search(plain("\n".join(facts.sections.values())))
    if found is None:
        yield NOT_EVALUABLE
        return
    first, second = found[1], found[4] or found[1]
    begin, end = (int(found[2]), int(found[3])), (int(found[5]), int(found[6]))
    stated = f"{first}-{begin[0]:02}-{begin[1]:02} — {second}-{end[0]:02}-{end[1]:02}"
    year = str(facts.year)
    if (first, begin, second, end) == (year, (1, 1), year, (12, 31)):
        yield PASS
        return
    sure = year not in (first, second) and not any(p.kind.startswith("year_") for p in facts.problems)
    yield Outcome("fail" if sure else "uncertain", (), f"{year}-01-01 — {year}-12-31", stated, key="period")


RESULT = r"(?:未发生|没有发生|未收到|没有收到|无|共收到|共受理|收到|受理|未产生|未收取|没有产生)"
COMPARED = re.compile(
    r"较|相比|同比|比上|增长|下降|上升|减少|增加|去年|上年|上一年|结转|针对|结余|考核|要点|跨年"
)


@cache
def _stale(year: int) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Another year called this one; another year's results; another year at all."""
    others = "|".join(str(year + d) for d in (-3, -2, -1, 1))
    called = rf"(?:本年度|今年)[(（](?:{others})年"
    told = rf"(?<!\d)({others})年(?:度|全年)?[,，]?(?:全[县区市镇乡年]|我[县区市镇乡局委办]|本[级单机][^,，。]{{0,4}})?[,，]?{RESULT}"
    return re.compile(called), re.compile(told), re.compile(f"(?:{others})年")


@named("S011")
def stale_year(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """Last year's sentence left standing: it tells results of another year as if they were this year's."""
    if facts.year is None:
        yield NOT_EVALUABLE
        return
    called, told, others = _stale(facts.year)
    stale = False
    for sentence in sentences("\n".join(facts.sections.values())):
        if not others.search(sentence):
            continue
        for clause in re.split(r"[。；;]", sentence):
            hit = called.search(clause) or (told.search(clause) if not COMPARED.search(clause) else None)
            if hit:
                stale = True
                yield Outcome(
                    "uncertain", (), facts.year, hit[0], words={"sentence": clause[:120]}, key=hit[0]
                )
    if not stale:
        yield PASS


def form_in_force(year: int) -> str | None:
    """The form that a report for the year should use; None before there was one."""
    for form_id in forms.FORM_IDS:
        first, last = forms.load(form_id).years
        if first <= year <= (last or year):
            return form_id
    return None


@named("S008")
def form_matches_year(facts: Facts, _: Rule) -> Iterator[Outcome]:
    due = form_in_force(facts.year) if facts.year else None
    if facts.form is None or due is None:
        yield NOT_EVALUABLE
        return
    if due == facts.form:
        yield PASS
        return
    doubt = any(p.kind in ("mixed_forms", "year_doubtful", "year_missing") for p in facts.problems)
    severity = "info" if facts.year == 2019 else None
    yield Outcome(
        "uncertain" if doubt else "fail", (), due, facts.form, doubt=doubt, severity=severity, key="form"
    )


TITLE = re.compile(r".{2,}?(?:19|20)\d\d年(?:度)?政府信息公开工作年度报告")
USUAL = "〈机关〉〈年份〉年政府信息公开工作年度报告"


@named("S009")
def title_pattern(facts: Facts, _: Rule) -> Iterator[Outcome]:
    title = re.sub(r"\s+", "", simplified(facts.title)[0])
    torn = (
        len(title) > 60
        or bool(re.search(r"。|日期|来源|[一二三四]、", title))
        or any(p.kind == "title_missing" for p in facts.problems)
    )
    if not title or torn:
        yield NOT_EVALUABLE
    elif TITLE.search(title):
        yield PASS
    else:
        yield Outcome("fail", (), USUAL, title[:80], key="title")
