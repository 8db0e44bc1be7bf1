"""World → sites: which columns a portal has, what stands in them besides reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b

from replica import decoys, docx, examples, families, homes, revisions
from replica.body import blocks, report_html
from replica.prose import GENERATED
from replica.site import Article, Attachment, Column, Site
from replica.world import Plan, Report, organs, plans, reports

THIN = f"<p>{GENERATED}</p><p>一、总体情况</p><p>（省略）</p><p>二、主动公开政府信息情况</p><p>（省略）</p>"
"""A report of a few lines, where a test is about finding it and not about reading it."""
KINDS = {"department": "departments", "township": "townships"}


def address(plan: Plan) -> str:
    """The loopback address of a portal, one each, told by its code: 510422 is 127.51.4.22."""
    return f"127.{int(plan.code[:2])}.{int(plan.code[2:4]) or 200}.{int(plan.code[4:6]) or 200}"


def site(plan: Plan, port: int, switches: frozenset[str] = frozenset(), base: str | None = None) -> Site:
    """A portal with all its routes, as it stands while `switches` are on; `base` where it is not plain http."""
    root = Column(int(plan.code) % 90_000 + 1_000, "政府信息公开年报", "zfxxgknb")
    base = base or f"http://{homes.host(plan) or address(plan)}:{port}"
    built = Site(plan.code, plan.name, plan.family, base, f"x{plan.code[-4:]}", root, plan.options)
    built.level = plan.level
    built.note = (
        "example: figures as published for 2024, prose of our own"
        if plan.examples
        else "generated: an invented county of the replica"
    )
    _fill(built, plan, switches)
    families.load()[built.engine].build(built)
    return built


def _fill(built: Site, plan: Plan, switches: frozenset[str]) -> None:
    articles = [of_example(name) for name in plan.examples]
    if not plan.examples:
        now = revisions.apply(reports(plan), organs(plan), switches)
        articles += [attached(of_report(report), report, plan) for report in now]
    articles += collected(plan)
    if "thin" in switches:
        articles = [replace(article, body=partial(str, THIN)) for article in articles]
    split = plan.options.get("columns") == "kinds"
    _add_columns(built.root, split)
    if plan.options.get("units") == "own":
        articles = _own_columns(built, articles)
    for article in articles:
        _column(built.root, article, split).articles.append(article)
    _add_decoys(built, plan)
    built.others = homes.others(built)
    if not plan.examples and plan.level == "county":
        built.root.children[-1].articles += [a for a in articles if a.meta["kind"] == "government"][-1:]


def _add_decoys(built: Site, plan: Plan) -> None:
    """All kinds in invented counties; a real county's portal gets no page that it never had, but the national form."""
    for number, decoy in enumerate(decoys.load(), 900):
        if not plan.examples or decoy["body"] == "empty_form":
            built.root.articles.append(decoys.article(decoy, number, plan.name))


def _add_columns(root: Column, split: bool) -> None:
    """Departments and townships where the portal keeps them apart; an empty column; one with a report twice."""
    if split:
        root.children.append(Column(root.number + 1, "部门政府信息公开年报", "departments"))
        root.children.append(Column(root.number + 2, "乡镇政府信息公开年报", "townships"))
    root.children.append(Column(root.number + 3, "历年年报", "lnnb"))
    root.children.append(Column(root.number + 4, "2025年政府信息公开年报", "nb2025n"))
    for child in root.children:
        child.parent = root


def _column(root: Column, article: Article, split: bool) -> Column:
    slug = KINDS.get(article.meta["kind"]) if split else None
    return next((child for child in root.children if child.slug == slug), root)


def _own_columns(built: Site, articles: list[Article]) -> list[Article]:
    """Departments and townships keep their reports in columns of their own, beside the county's; returns the rest."""
    for article in articles:
        if article.meta["kind"] in KINDS:
            held = next((column for column in built.units if column.organ == article.organ), None)
            if held is None:
                number = built.root.number + 20 + len(built.units)
                held = Column(number, "政府信息公开年报", f"gk{number}", organ=article.organ)
                built.units.append(held)
            held.articles.append(article)
    return [article for article in articles if article.meta["kind"] not in KINDS]


def of_report(report: Report) -> Article:
    """A generated report as an article; its number is told by organ and year, so that its address stays."""
    mark = blake2b(f"{report.organ.key}/{report.year}/{report.salt}".encode(), digest_size=4).digest()
    number = int.from_bytes(mark) % 800_000 + 2_000
    body, kind = partial(report_html, report), {"kind": report.organ.kind}
    return Article(number, report.title, report.published_at, report.organ.name, body, kind, year=report.year)


def collected(plan: Plan) -> list[Article]:
    """A prefecture's copies of its counties' own reports, with ids and dates of its own."""
    counties = (county for county in plans() if county.code in plan.collects)
    found = (r for county in counties for r in reports(county) if r.organ.kind == "government")
    return [
        of_report(replace(r, salt="collection", published_at=r.published_at + timedelta(days=4)))
        for r in found
    ]


def attached(article: Article, report: Report, plan: Plan) -> Article:
    """Where the portal's `files` option names the organ's kind the report is a Word file, `both` with the page too."""
    if plan.options.get("files") != report.organ.kind:
        return article
    copy = replace(report, cells=report.cells | report.copy)
    file = Attachment(f"{report.title}.docx", "docx", docx.write(report.title, blocks(copy)))
    if plan.options.get("both"):
        return replace(article, attachments=(file,))
    return replace(article, attachments=(file,), body=lambda: f"<p>{GENERATED}</p><p>报告全文见附件。</p>")


def of_example(name: str) -> Article:
    """One of the five example reports as an article."""
    example = examples.load(name)
    number = 255_007 + sorted(examples.DAMAGE).index(name)
    body, kind = partial(examples.content, name), {"kind": example["kind"]}
    published = datetime.fromisoformat(example["published"])
    return Article(number, examples.title(name), published, example["name"], body, kind, year=examples.YEAR)
