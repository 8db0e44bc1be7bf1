"""What a reader sees when something fails: a page of ours in their language, never a stack of calls."""

from __future__ import annotations

import sys
import traceback
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

from publish.hooks import hook
from publish.page import Visit


@hook
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    if request.path.endswith(".json"):
        return None  # Datasette's own answer is JSON already

    async def answer() -> Response:
        visit = Visit(datasette, request)
        status, message = described(visit, exception)
        context = {"title": message, "message": message, "visit": visit, "ours": True, "formats": ()}
        body = await datasette.render_template("trouble.html", context, request=request)
        headers = {"retry-after": "10"} if status == 503 else {}
        return Response.html(body, status, headers)

    return answer


def described(visit: Visit, exception: Exception) -> tuple[int, str]:
    """Status and one line; what nobody foresaw goes to the log in full and to the reader as 500."""
    if isinstance(exception, DatasetteError):
        return exception.status, str(exception.message)
    if isinstance(exception, Base400):
        return exception.status, visit.say("error.not_here") if exception.status == 404 else str(exception)
    if isinstance(exception, QueryInterrupted):
        return 503, visit.say("error.too_long")
    traceback.print_exception(exception, file=sys.stderr)
    return 500, visit.say("error.ours")
