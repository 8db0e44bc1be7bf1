"""Every word the site itself says, in Chinese and English: strings.toml, and the choice between the two."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
PATH = Path(__file__).parent / "strings.toml"


class WordsError(ValueError):
    """strings.toml lacks a word, or one of its languages."""


@cache
def strings() -> dict[str, dict[str, str]]:
    """`{"report.title": {"zh": …, "en": …}}`; raises WordsError where a language is missing."""
    found = {}
    for group, words in tomllib.loads(PATH.read_text(encoding="utf-8")).items():
        for key, pair in words.items():
            if set(pair) != set(LANGUAGES):
                raise WordsError(f"{PATH}: [{group}] {key} has {sorted(pair)}, expected zh and en")
            found[f"{group}.{key}"] = pair
    return found


def say(lang: str, key: str, **values: object) -> str:
    """One string in one language with its {places} filled. Raises WordsError for a key that is not there."""
    try:
        text = strings()[key][lang]
    except KeyError:
        raise WordsError(f"{PATH}: no string {key} in {lang}") from None
    return text.format(**values) if values else text


def choose(explicit: str | None, accepted: str) -> str:
    """The language of an answer: `?lang=` if it is one of ours, else the first of Accept-Language, else Chinese."""
    if explicit in LANGUAGES:
        return explicit
    for part in accepted.split(","):
        tag = part.split(";")[0].strip().lower()[:2]
        if tag in LANGUAGES:
            return tag
    return "zh"
