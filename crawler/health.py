"""How the crawl is: outcomes of the last run, every portal that it could not read and why, and alarms of the monitors.

python -m crawler health                    prints it
python -m crawler health --alert            sends the alarms too, as GONGKAI_ALERT_FILE, _MAIL and _WEBHOOK say
python -m crawler health --night FILE       the book of a night: steps that failed are alarms
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from archive import ArchiveError, open_reading
from archive.known import outcomes_of_last, portal_history
from archive.pulse import take
from crawler import alerts
from crawler.monitors import Facts, judge
from crawler.summary import table


def main(argv: list[str]) -> int:
    """0 where all is well, 1 where a portal was not read or a monitor speaks, 2 where there is no archive."""
    args = arguments().parse_args(argv)
    steps: list[dict[str, Any]] = json.loads(args.night.read_text("utf-8"))["steps"] if args.night else []
    try:
        db = open_reading(args.archive)
    except ArchiveError as error:
        print(f"crawler health: {error}", file=sys.stderr)
        _tell(Facts(None, steps=steps), args.alert)
        return 2
    counted = [[name, str(fetches), str(places)] for name, fetches, places in outcomes_of_last(db)]
    print(table([["outcome", "fetches", "portals"], *counted]))
    history = portal_history(db)
    troubled = [[str(cell)[:120] for cell in row] for row in history]
    if troubled:
        print()
        print(table([["portal", "state", "since", "reports", "good of 7", "why"], *troubled]))
    alarmed = _tell(Facts(take(db), history, steps), args.alert)
    return 1 if troubled or alarmed else 0


def _tell(facts: Facts, alert: bool) -> bool:
    """Judge, print and send; returns whether anything is wrong."""
    faults = judge(facts, alerts.actions() if alert else [])
    if facts.alarms:
        print("\nalarms")
    for alarm in facts.alarms:
        print(f"- {alarm.line()}")
    for fault in faults:
        print(f"crawler health: {fault}", file=sys.stderr)
    return bool(facts.alarms or faults)


def arguments() -> argparse.ArgumentParser:
    """The options of the health report."""
    parser = argparse.ArgumentParser(
        prog="python -m crawler health",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--archive", type=Path, default=Path("archive.db"), metavar="DB")
    parser.add_argument("--alert", action="store_true", help="send alarms")
    parser.add_argument("--night", type=Path, metavar="FILE", help="a book below nights/")
    return parser
