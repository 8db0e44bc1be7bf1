"""Tables of no statutory form: label, unit, figure; never forced into keys."""

from __future__ import annotations

from parse.model import Document, Free, Problem


def free_figures(document: Document, form: str | None) -> tuple[list[Free], list[Problem]]:
    return [], []
