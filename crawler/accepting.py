"""python -m crawler accept PROPOSALS: put chosen proposals into the registry.

A proposal is chosen by "yes" in its column accept, or by --rows or --sure. A gap is filled, a list of a unit is added;
a value that is known and differs is never replaced without --overwrite, and then the old row stays, with its until.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from crawler import proposals
from crawler.identity import identity
from reference import portals
from reference.portals import COLUMNS, Portal

YES = {"yes", "y", "1", "x", "true", "是"}
STALE_NOTES = ("inferred", "derived", "example:", "no list", "same root")


class NotAcceptedError(ValueError):
    """A proposal that would replace what is known; the message says what, and how to insist."""


@dataclass(frozen=True, slots=True)
class Change:
    """A registry file's rows after one proposal, and what was done in words."""

    rows: list[Portal]
    said: str


def main(argv: list[str]) -> int:
    """0 where every chosen proposal was taken, 1 where one was refused, 2 where nothing could begin."""
    args = arguments().parse_args(argv)
    try:
        given = proposals.read(args.proposals)
        wanted = chosen(given, args.rows, sure=args.sure)
        return 0 if accept(wanted, args.registry, overwrite=args.overwrite, dry=args.dry_run) else 1
    except (proposals.ProposalError, portals.RegistryError) as error:
        print(f"crawler: {error}", file=sys.stderr)
        return 2


def arguments() -> argparse.ArgumentParser:
    """The options of acceptance."""
    parser = argparse.ArgumentParser(
        prog="python -m crawler accept", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("proposals", type=Path, metavar="PROPOSALS")
    parser.add_argument(
        "--rows", metavar="2,5-9", help="lines of the file (the head is line 1), whatever they say"
    )
    parser.add_argument("--sure", action="store_true", help="every proposal whose confidence is sure")
    parser.add_argument("--registry", type=Path, default=portals.FOLDER, metavar="CSV|DIR")
    parser.add_argument("--overwrite", action="store_true", help="also where a known value differs")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, change nothing")
    return parser


def chosen(given: list[dict[str, str]], lines: str | None, *, sure: bool) -> list[tuple[int, dict[str, str]]]:
    """Line number and row of each chosen proposal; the person's own "no" always counts. Raises ProposalError."""
    numbers = numbers_of(lines) if lines else set()
    found = []
    for line, row in enumerate(given, 2):
        said = row["accept"].strip().lower()
        if said in YES or line in numbers or (sure and not said and row["confidence"] == "sure"):
            found.append((line, row))
    if not found:
        raise proposals.ProposalError(
            "no proposal is chosen: write yes into the column accept, or name --rows 2,5-9 or --sure"
        )
    return found


def numbers_of(text: str) -> set[int]:
    """2,5-9 as numbers. Raises ProposalError for other words."""
    try:
        spans = [part.partition("-") for part in text.split(",") if part]
        return {n for first, _, last in spans for n in range(int(first), int(last or first) + 1)}
    except ValueError:
        raise proposals.ProposalError(f"--rows {text}: expected lines like 2,5-9") from None


def accept(
    wanted: Iterable[tuple[int, dict[str, str]]], registry: Path, *, overwrite: bool, dry: bool
) -> bool:
    """Take the proposals into their files, each file written once; False where one was refused."""
    files: dict[Path, list[Portal]] = {}
    good = True
    for line, row in wanted:
        path = file_of(registry, row["code"])
        rows = files.setdefault(path, portals.load([path]) if path.exists() else [])
        try:
            change = merged(rows, Portal(*(row[name] for name in COLUMNS)), overwrite=overwrite)
        except NotAcceptedError as error:
            print(f"line {line}, {row['code']} {row['name']}: refused: {error}")
            good = False
            continue
        files[path] = change.rows
        print(f"line {line}, {row['code']} {row['name']}: {change.said} ({path.name})")
    for path, rows in files.items():
        check(path, rows)
        if not dry:
            write(path, rows)
    return good


def file_of(registry: Path, code: str) -> Path:
    """The file of a folder that holds the code's province; the file itself where one is named. Raises ProposalError."""
    if not registry.is_dir():
        return registry
    province = code.lstrip("x")[:2]
    found = sorted(registry.glob(f"{province}_*.csv"))
    if not found:
        raise proposals.ProposalError(f"{registry} has no file of province {province} (code {code})")
    return found[0]


def merged(rows: list[Portal], new: Portal, *, overwrite: bool) -> Change:
    """The rows with the proposal. Raises NotAcceptedError where a known value differs and `overwrite` is not set."""
    own = [i for i, row in enumerate(rows) if row.code == new.code and not row.until]
    same = [i for i in own if identity(rows[i].list_url or "") == identity(new.list_url) and rows[i].list_url]
    if same:
        return _family_of(rows, same[0], new, overwrite=overwrite)
    after = (max(i for i, row in enumerate(rows) if row.code == new.code) + 1) if own else len(rows)
    if new.organ or not own:
        return Change([*rows[:after], new, *rows[after:]], f"added {new.list_url}")
    gap = next((i for i in own if not rows[i].list_url), None)
    if gap is not None:
        return _fill(rows, gap, new, overwrite=overwrite)
    held = next((i for i in own if not rows[i].organ), own[0])
    return _instead(
        rows, held, new, f"list_url is {rows[held].list_url}, proposed {new.list_url}", overwrite=overwrite
    )


def _family_of(rows: list[Portal], at: int, new: Portal, *, overwrite: bool) -> Change:
    old = rows[at]
    if old.family == new.family:
        return Change(rows, "known already")
    if not old.family or old.inferred:
        return _put(
            rows,
            at,
            replace(new, note=joined(old.note, new.note)),
            f"family {old.family or 'unknown'} → {new.family}",
        )
    return _instead(rows, at, new, f"family is {old.family}, proposed {new.family}", overwrite=overwrite)


def _fill(rows: list[Portal], at: int, new: Portal, *, overwrite: bool) -> Change:
    old = rows[at]
    if old.family and not old.inferred and old.family != new.family:
        return _instead(rows, at, new, f"family is {old.family}, proposed {new.family}", overwrite=overwrite)
    guessed = f", family {old.family} (inferred) → {new.family}" if old.family not in ("", new.family) else ""
    filled = replace(new, url=old.url, note=joined(old.note, new.note))
    return _put(rows, at, filled, f"filled list_url {new.list_url}{guessed}")


def _instead(rows: list[Portal], at: int, new: Portal, differs: str, *, overwrite: bool) -> Change:
    """The old row ends, the new one begins: old captures keep their origin."""
    if not overwrite:
        raise NotAcceptedError(f"{differs}; --overwrite ends the old row and adds the new one")
    ended = replace(rows[at], until=new.seen)
    return Change([*rows[:at], ended, new, *rows[at + 1 :]], f"{differs}: the old row ends {new.seen}")


def _put(rows: list[Portal], at: int, row: Portal, said: str) -> Change:
    return Change([*rows[:at], row, *rows[at + 1 :]], said)


def joined(old: str, new: str) -> str:
    """Both notes, without what a found list makes untrue."""
    kept = [part for part in map(str.strip, old.split(";")) if part and not part.startswith(STALE_NOTES)]
    return "; ".join(dict.fromkeys([*kept, new]))


def check(path: Path, rows: list[Portal]) -> None:
    """Would the file be a registry? Raises RegistryError, before anything is written."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text_of(rows), encoding="utf-8")
    try:
        portals.load([beside])
    finally:
        beside.unlink()


def write(path: Path, rows: list[Portal]) -> None:
    """Put the file in place at once."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text_of(rows), encoding="utf-8")
    beside.replace(path)


def text_of(rows: list[Portal]) -> str:
    """The rows as the registry's CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(row) for row in rows)
    return text.getvalue()
