"""`python -m ops night`: what runs the other parts."""

from __future__ import annotations

import sys
from collections.abc import Callable

from ops import night

COMMANDS: dict[str, Callable[[list[str]], int]] = {"night": night.main}


def main(argv: list[str]) -> int:
    """Run one command."""
    if not argv or argv[0] not in COMMANDS:
        print(f"usage: python -m ops {{{','.join(COMMANDS)}}} …", file=sys.stderr)
        return 2
    return COMMANDS[argv[0]](argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
