"""The options that several commands of the crawler have: which portals, and where what is fetched is kept."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_portals(parser: argparse._ActionsContainer) -> None:
    """`--portals` and `--only`; `args.only` is a list of codes."""
    parser.add_argument(
        "--portals",
        nargs="+",
        type=Path,
        metavar="CSV",
        help="registry files; all of reference/portals if none is named",
    )
    parser.add_argument(
        "--only",
        type=_codes,
        default=[],
        metavar="CODE,…",
        help="portals whose code is or begins with one of these",
    )


def add_archive(parser: argparse._ActionsContainer) -> None:
    """`--archive` and `--captures`."""
    parser.add_argument("--archive", type=Path, default=Path("archive.db"), metavar="DB")
    parser.add_argument("--captures", type=Path, default=Path("captures"), metavar="DIR")


def _codes(text: str) -> list[str]:
    return [code for code in text.split(",") if code]
