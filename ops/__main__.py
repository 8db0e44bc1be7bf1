"""`python -m ops night / read`: what runs the other parts, on one machine and on several."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module

from ops import night


def read(argv: list[str]) -> int:
    """The reading run by Celery's workers; needs the extra `cluster`."""
    return int(import_module("ops.reading").main(argv))


COMMANDS: dict[str, Callable[[list[str]], int]] = {"night": night.main, "read": read}


def main(argv: list[str]) -> int:
    """Run one command."""
    if not argv or argv[0] not in COMMANDS:
        print(f"usage: python -m ops {{{','.join(COMMANDS)}}} …", file=sys.stderr)
        return 2
    return COMMANDS[argv[0]](argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
