"""/questions: the list; /questions/<key>: one of them asked, with its formula, its caveat and what stands under it."""

from __future__ import annotations

from functools import partial
from typing import Any

from datasette.database import QueryInterrupted

from publish import charts, filters, questions
from publish.hooks import hook
from publish.page import BadInputError, NotHereError, Page, Row, Visit, route

KINDS = ("government", "office", "department", "township")
LATEST = "select max(year) as year from report_counts"
SHARES = ("_share", "_rate")


async def index(visit: Visit) -> Page:
    rows = [
        {"n": q.n, "key": q.key, "zh": q.zh, "en": q.en, "formula": q.formula, "sql": q.sql}
        for q in questions.load()
    ]
    return Page(
        "questions.html",
        visit.say("nav.questions"),
        rows,
        {"questions": questions.load()},
        name="gongkai-questions",
    )


async def ask(visit: Visit) -> Page:
    question = next((q for q in questions.load() if q.key == visit.part("key")), None)
    if question is None:
        raise NotHereError("error.not_here")
    given = await _given(visit, question)
    try:
        rows = await visit.asked(question.sql, **given)
    except QueryInterrupted:
        raise BadInputError("error.too_long") from None
    context: dict[str, Any] = {
        "question": question,
        "given": given,
        "rows": rows[:500],
        "total": len(rows),
        "kinds": KINDS,
    }
    context["label"] = partial(questions.column_label, lang=visit.lang)
    context["columns"] = list(rows[0]) if rows else []
    context["charts"] = _charts(visit, question, rows)
    title = question.zh if visit.lang == "zh" else question.en
    return Page(
        "question.html",
        title,
        rows,
        context,
        {"sql": question.sql, "parameters": given},
        name=f"gongkai-{question.key}",
    )


async def _given(visit: Visit, question: questions.Question) -> Row:
    """The parameters as the address gives them, checked."""
    await filters.resolve(visit)
    latest = await visit.one(LATEST)
    given: Row = {}
    for parameter in question.parameters:
        text = visit.arg(parameter.name, parameter.default)
        if parameter.name == "year":
            given["year"] = (
                (latest or {}).get("year") or 0 if text == "latest" else visit.number("year", 0, 1990, 2100)
            )
        elif parameter.name == "least":
            given["least"] = visit.number("least", int(parameter.default), 1, 100_000)
        elif parameter.name == "place":
            if text and not filters.PLACE.fullmatch(text):
                raise BadInputError("error.bad_place")
            given["place"] = filters.within(text)[0] if text else ""
        elif parameter.name == "similarity":
            given["similarity"] = _share(text)
        else:
            given[parameter.name] = text[:60]
    return given


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise BadInputError("error.bad_number") from None
    if not 0 <= value <= 1:
        raise BadInputError("error.bad_number")
    return value


def _charts(visit: Visit, question: questions.Question, rows: list[Row]) -> list[Row]:
    if not question.chart or len(rows) < 2:
        return []
    found = []
    for column in question.chart["y"]:
        percent = column.endswith(SHARES) or column == "share"
        points = [
            (
                row[question.chart["x"]],
                row[column] * 100 if percent and row[column] is not None else row[column],
            )
            for row in rows
        ]
        label = (questions.column_label(column, visit.lang) or column) + (" (%)" if percent else "")
        found.append({"label": label, "svg": charts.line(points, label)})
    return found


@hook
def register_routes() -> list[Any]:
    return [route("/questions", index), route(r"/questions/(?P<key>[a-z0-9-]+)", ask)]
