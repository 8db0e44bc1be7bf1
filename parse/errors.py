"""Why bytes cannot be opened at all: `python -m parse read` ends with 2 and this one line."""

from __future__ import annotations


class CannotOpenError(ValueError):
    """Bytes that no reader can open. `kind` is one of reference/problems.toml; `zh` and `en` say what and why."""

    def __init__(self, kind: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.kind, self.zh, self.en = kind, zh, en
