"""A small pool of its own for questions in SQL: a core stays free for pages, a few wait, the rest are told to come back."""

from __future__ import annotations

import asyncio
import os

from publish.manners.asgi import App, Receive, Scope, Send, answer, query

AT_WORK = max(1, min(4, (os.cpu_count() or 2) - 1))
WAITING = 6
PATIENCE = 4.0
"""Seconds that a question may wait for its turn."""

BUSY = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>429</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/static/site.css"></head>
<body class="ours"><main class="wide content"><p class="kicker">429</p><h1>同时查询的人太多</h1>
<p class="lead">请几秒后再试，或到 <a href="/data">数据</a> 下载整份数据。其他页面照常。</p>
<div lang="en"><h2>Too many questions in SQL at once</h2>
<p class="lead">Try again in some seconds, or take the whole data from <a href="/data">Data</a>. All other pages answer as usual.</p></div>
</main></body></html>
"""
"""Written without the site behind it: a reader who is turned away must cost nothing."""

BUSY_JSON = '{"ok": false, "status": 429, "error": "too many questions at once; see Retry-After, or take the files of /data"}\n'

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
            await refuse(send, str(scope["path"]))
            return
        self._bench += 1
        try:
            await asyncio.wait_for(self._turn.acquire(), PATIENCE)
        except TimeoutError:
            await refuse(send, str(scope["path"]))
            return
        finally:
            self._bench -= 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._turn.release()


async def refuse(send: Send, path: str) -> None:
    """429, in the form that was asked for."""
    machine = path.endswith((".json", ".csv", ".xlsx"))
    text, kind = (BUSY_JSON, b"application/json") if machine else (BUSY, b"text/html; charset=utf-8")
    await answer(send, 429, text, [(b"retry-after", b"5")], kind)


def heavy(scope: Scope) -> bool:
    """Whether a request makes Datasette run SQL of the reader's own making."""
    path = str(scope["path"])
    if not path.startswith("/archive"):
        return False
    asked = query(scope)
    return any(word in asked for word in HEAVY) or path.endswith((".csv", ".xlsx"))
