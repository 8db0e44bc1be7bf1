"""A small pool of its own for questions in SQL: two at work, a few waiting, the rest told to come back."""

from __future__ import annotations

import asyncio

from publish.manners.asgi import App, Receive, Scope, Send, answer, query

AT_WORK = 2
WAITING = 6
PATIENCE = 4.0
"""Seconds that a question may wait for its turn."""

HEAVY = ("sql=", "_where=", "_facet", "_stream=", "_search", "_sort", "_through=")


def wrap(app: App) -> App:
    return Pool(app)


class Pool:
    """Answers 429 with Retry-After where the pool and its bench are full."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._turn = asyncio.Semaphore(AT_WORK)
        self._bench = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not heavy(scope):
            await self._app(scope, receive, send)
            return
        if self._bench >= WAITING:
            await self._refuse(send)
            return
        self._bench += 1
        try:
            await asyncio.wait_for(self._turn.acquire(), PATIENCE)
        except TimeoutError:
            await self._refuse(send)
            return
        finally:
            self._bench -= 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._turn.release()

    async def _refuse(self, send: Send) -> None:
        text = "429: 同时查询的人太多，请几秒后再试，或到 /data 下载整份数据。/ Too many questions in SQL at once; try again in some seconds, or take the whole data from /data.\n"
        await answer(send, 429, text, [(b"retry-after", b"5")])


def heavy(scope: Scope) -> bool:
    """Whether a request makes Datasette run SQL of the reader's own making."""
    path = str(scope["path"])
    if not path.startswith("/archive"):
        return False
    asked = query(scope)
    return any(word in asked for word in HEAVY) or path.endswith((".csv", ".xlsx"))
