"""The ready-made questions of questions.toml: checked, with their parameters."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from publish import dictionary

PATH = Path(__file__).parent / "questions.toml"
PARAMETER = re.compile(r":([a-z]+)\b")


class QuestionError(ValueError):
    """questions.toml is wrong: which question, what is expected."""


@dataclass(frozen=True)
class Parameter:
    name: str
    zh: str
    en: str
    default: str


@dataclass(frozen=True)
class Question:
    """One question; `chart` names the columns of a line chart, None where a table says more."""

    n: int
    key: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    formula: str
    caveat_zh: str
    caveat_en: str
    sql: str
    chart: Mapping[str, Any] | None = None

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What the SQL asks for, in the order of the words in the file."""
        asked = set(PARAMETER.findall(re.sub(r"'[^']*'", "", self.sql)))
        return tuple(parameter for parameter in words() if parameter.name in asked)


@cache
def words() -> tuple[Parameter, ...]:
    return tuple(Parameter(name, **entry) for name, entry in _data()["words"].items())


def column_label(name: str, lang: str) -> str:
    """What a column of an answer says, "" where nobody has said it."""
    pair = _data()["columns"].get(name) or dictionary.meaning(name)
    return pair[0] if lang == "zh" else pair[1]


@cache
def load() -> tuple[Question, ...]:
    """All questions in their order. Raises QuestionError."""
    found = tuple(Question(**{**entry, "sql": entry["sql"].strip()}) for entry in _data()["question"])
    known = {word.name for word in words()}
    for question in found:
        unknown = set(PARAMETER.findall(re.sub(r"'[^']*'", "", question.sql))) - known
        if unknown:
            raise QuestionError(
                f"{PATH}: {question.key} asks for {sorted(unknown)}; expected some of {sorted(known)}"
            )
    return found


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(PATH.read_text(encoding="utf-8"))
