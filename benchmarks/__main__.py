"""`make bench`: every benchmark here, one after the other; `python -m benchmarks NAME …` runs some.

Each prints ratios within one run (a figure beside its floor on the same machine in the same minute), because
figures of different machines say nothing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def run(name: str) -> int:
    """Run one benchmark in a process of its own, so that none warms another's caches or memory."""
    print(f"== {name}", flush=True)
    began = time.monotonic()
    code = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False
    ).returncode
    print(f"== {name}: exit {code} after {time.monotonic() - began:.0f} s", flush=True)
    return code


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME", help=", ".join(NAMES))
    chosen = parser.parse_args(argv).names or NAMES
    return max((run(name) for name in chosen), default=0)


if __name__ == "__main__":
    sys.exit(main())
