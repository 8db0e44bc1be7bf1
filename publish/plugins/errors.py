"""What a reader sees when something fails: a page of ours in their language, never a stack of calls."""

from __future__ import annotations

import sqlite3
import sys
import traceback
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import InvalidSql
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

from publish.hooks import hook
from publish.page import Visit, failed


@hook
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    if request.path.endswith(".json"):
        return None  # Datasette's own answer is JSON already

    async def answer() -> Response:
        visit = Visit(datasette, request)
        status, message, said = described(visit, exception)
        response = await failed(visit, status, message, sqlite=said)
        if status == 503:
            response.headers["retry-after"] = "10"
        return response

    return answer


def described(visit: Visit, exception: Exception) -> tuple[int, str, str]:
    """Status, one line, and what SQLite said; what nobody foresaw goes to the log in full and to the reader as 500."""
    text = str(getattr(exception, "message", "") or exception)
    if "took too long" in text:
        return 400, visit.say("error.too_long"), ""
    if isinstance(exception, QueryInterrupted) or text == "interrupted":
        return 503, visit.say("error.too_long"), ""
    if (isinstance(exception, DatasetteError) and exception.status == 404) or _lost(exception):
        return 404, visit.say("error.not_here"), ""
    if isinstance(exception, (DatasetteError, InvalidSql, sqlite3.OperationalError)):
        status = getattr(exception, "status", 400)
        return (400 if status == 500 else status), visit.say("error.bad_sql"), text
    if isinstance(exception, Base400):
        return exception.status, visit.say("error.bad_request"), text
    traceback.print_exception(exception, file=sys.stderr)
    return 500, visit.say("error.ours"), ""


def _lost(exception: Exception) -> bool:
    return isinstance(exception, Base400) and exception.status == 404
