"""What Datasette's own pages say about tables and columns."""

from __future__ import annotations

from typing import Any


def build() -> dict[str, Any]:
    return {"title": "公开 Gongkai", "databases": {"archive": {"tables": {}}}}
