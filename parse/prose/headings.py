"""Is a line a heading, of which section: the forms' own spellings, then the patterns of reference/headings.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from reference import forms, headings
from reference.text import norm_label

LONGEST = 46
_HAN = "一二三四五六七八九十"
ENUMERATOR = rf"(?:[（(]\s*[{_HAN}\d]{{1,3}}\s*[）)]|[{_HAN}]{{1,3}}\s*[、.．:：]|[㈠-㈩])"
_PART = re.compile(rf"[（(]\s*[{_HAN}\d]{{0,3}}\s*[）)]、?|[㈠-㈩①-⑳]|[{_HAN}]是")
_CHAPTER = re.compile(rf"[{_HAN}]{{1,3}}\s*[、.．:：]|、|第[{_HAN}]{{1,2}}(?:部分|章|节)")
_DIGIT = re.compile(r"\d{1,2}\s*[、.．](?!\d)")
_UNKNOWN = re.compile(rf"[{_HAN}]{{1,3}}\s*[、.．:：]\s*[^。；，,;\n]{{2,40}}")
_RUN_ON = re.compile(
    rf"(?P<head>{ENUMERATOR}\s*[^。：:；，,]{{2,36}}?)\**\s*(?:[。：:]\s*\**\s*|\s)(?P<rest>.+)", re.S
)
_MARKS = " #*\u3000\xa0\t"


@dataclass(slots=True)
class Seen:
    """Which sections were opened, in order: a part counts only within the overview, and once."""

    form: str | None
    opened: list[str] = field(default_factory=list)

    def key_of(self, title: str) -> str | None:
        """The section that a whole heading opens here; None where it opens none."""
        bare = title.strip(_MARKS)
        numeral = _PART.match(bare) or _CHAPTER.match(bare)
        level = "part" if _PART.match(bare) else "chapter" if _CHAPTER.match(bare) else ""
        norm = norm_label(bare[numeral.end() :] if numeral else bare)
        found = [(key, at) for key, at in candidates(norm, self.form) if self._fits(key, at, level)]
        same = [key for key, at in found if at == level] or [key for key, _ in found]
        return same[0] if same else None

    def _fits(self, key: str, at: str, level: str) -> bool:
        if at == "part":
            inside = not self.opened or self.opened[-1].startswith("overview")
            return level != "chapter" and inside and key not in self.opened
        return level != "part" or (key not in self.opened and not self._deep(key))

    def _deep(self, key: str) -> bool:
        """A chapter under a part's numeral is one only where the chapter before it has come: not inside 五 or 六."""
        return bool(self.opened) and self.opened[-1] in ("problems", "other_matters")


@lru_cache(4096)
def candidates(norm: str, form: str | None) -> tuple[tuple[str, str], ...]:
    """(section key, level) of every section whose heading this may be, the likeliest first."""
    exact = [(key, level) for key, level in spellings(form).get(norm, ())]
    levels = dict(_sections(form))
    like = [(h.key, h.level) for h in headings.load() if h.key in levels and h.pattern.fullmatch(norm)]
    return tuple(dict.fromkeys([*exact, *like])) if norm else ()


@lru_cache
def _sections(form: str | None) -> tuple[tuple[str, str], ...]:
    """(key, level) of the sections of a form; of the newest and of that of 2014 where no table tells the form."""
    chosen = (form,) if form else (forms.FORM_IDS[0], "2014")
    lines = [line for f in chosen for line in forms.load(f).sections]
    return tuple(dict.fromkeys((line.key, "part" if line.parent else "chapter") for line in lines))


@lru_cache
def spellings(form: str | None) -> dict[str, list[tuple[str, str]]]:
    """Normalised heading → (section key, level)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for f in (form,) if form else (forms.FORM_IDS[0], "2014"):
        for line in forms.load(f).sections:
            for s in line.spellings:
                found.setdefault(s, []).append((line.key, "part" if line.parent else "chapter"))
    return found


def heading(text: str, seen: Seen) -> tuple[str, str, str] | None:
    """(key, heading as printed, what follows it on the line); an unknown chapter has the key ""."""
    bare = text.lstrip(_MARKS)
    if len(bare) <= LONGEST and not re.search(r"[。；].", bare) and (key := seen.key_of(bare)):
        return key, bare.strip(_MARKS), ""
    run_on = _RUN_ON.fullmatch(bare)
    if run_on and (key := seen.key_of(run_on["head"])):
        return key, run_on["head"].strip(_MARKS), run_on["rest"].strip(_MARKS)
    fused = inside(seen.form).match(bare)
    if fused and (key := seen.key_of(fused["whole"])):
        return key, fused["whole"].strip(_MARKS), bare[fused.end() :].lstrip("。.：:、* \u3000")
    if len(bare) <= LONGEST and _UNKNOWN.fullmatch(bare.strip(_MARKS)):
        return "", bare.strip(_MARKS), ""
    return None


@lru_cache
def inside(form: str | None) -> re.Pattern[str]:
    """A numbered heading of the form inside a text, followed by a full stop, a blank, a digit or text."""
    names = set()
    for f in (form,) if form else (forms.FORM_IDS[0], "2014"):
        for line in forms.load(f).sections:
            names |= {re.sub(rf"^{ENUMERATOR}", "", s) for s in (line.label_zh, *line.variants)}
    titles = "|".join(r"\s*".join(map(re.escape, n)) for n in sorted(names, key=len, reverse=True))
    follows = r"(?=[。：:\s\*]|20\d\d|(?![的等和与及或、，])[一-鿿（(]|$)"
    return re.compile(
        rf"(?P<whole>\*{{0,4}}\s{{0,4}}{ENUMERATOR}\s{{0,4}}(?:{titles})(?:方面|情况)?){follows}"
    )


def split(text: str, form: str | None) -> Iterator[str]:
    """Lines, cut before each heading of the form that stands inside one: anywhere in a long line, behind a full stop in a
    short one."""
    for line in text.split("\n"):
        at = 0
        for m in inside(form).finditer(line):
            if m.start() > at and (len(line) >= 150 or line[: m.start()].rstrip()[-1:] in "。；！"):
                yield line[at : m.start()].strip()
                at = m.start()
        yield line[at:].strip()
