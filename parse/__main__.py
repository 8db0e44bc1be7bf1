"""`python -m parse` reads what the archive holds, `read FILE` one document, `check` holds reports to the rules, `pages` draws PDF."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from parse.errors import CannotOpenError


def main(argv: list[str]) -> int:
    if argv[:1] == ["read"]:
        return read(argv[1:])
    if argv[:1] == ["check"]:
        from parse.check import main as check  # noqa: PLC0415

        return int(check(argv[1:]) or 0)
    if argv[:1] == ["pages"]:
        from parse.run import draw_main as pages  # noqa: PLC0415

        return pages(argv[1:])
    from parse.run import main as run  # noqa: PLC0415

    return int(run(argv) or 0)


def read(argv: list[str]) -> int:
    """Prints a document's reading as JSON; a ZIP's members a line each. 2 where the bytes cannot be opened."""
    parser = argparse.ArgumentParser(
        prog="python -m parse read", description="Read one document; JSON on stdout."
    )
    parser.add_argument("file", type=Path, help="the document")
    parser.add_argument("--url", help="where it was served")
    parser.add_argument("--content-type", help="as it was served")
    args = parser.parse_args(argv)
    from parse.report import as_json, read_members  # noqa: PLC0415

    try:
        body = args.file.read_bytes()
        readings = read_members(body, args.url, args.content_type, args.file.name)
    except OSError as e:
        print(f"{args.file}: {e.strerror}; name a file that can be read", file=sys.stderr)
        return 2
    except CannotOpenError as e:
        print(f"{args.file}: {e.kind}: {e.en}", file=sys.stderr)
        return 2
    for reading in readings:
        print(json.dumps(as_json(reading), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
