"""What is not as it should be after a night: Spidermon's monitors over what archive.db and the night's book say.

A monitor that fails has told its alarms: what happened, where, what to do. Thresholds are here and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from spidermon import Monitor, MonitorSuite
from spidermon.core.actions import Action
from spidermon.data import Data
from spidermon.runners import MonitorRunner

from archive.pulse import Pulse

LEAST = 0.8  # of what was there yesterday, a portal or a province at a time
MOST = 2.0
FEW = 5  # reports, or portals of a province, below which a share says nothing
ERRORS = 0.25  # share of answers that were none
SILENT = timedelta(hours=26)
WELL = ("done", "passed over", "waiting", "running")


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that a person should know."""

    what: str
    where: str
    do: str

    def line(self) -> str:
        return f"{self.where}: {self.what}. {self.do}"


@dataclass(slots=True)
class Facts:
    """What monitors look at. `troubled` is archive.known.portal_history, `steps` the book of the night."""

    pulse: Pulse | None
    troubled: list[tuple[str, str, str, int, int, str]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    alarms: list[Alarm] = field(default_factory=list)


class Watch(Monitor):  # type: ignore[misc]
    """A monitor over Facts; `tell` fails it where there is an alarm."""

    data: Data

    def tell(self, alarms: list[Alarm]) -> None:
        """Keep the alarms for whoever sends them, and fail."""
        self.data.facts.alarms.extend(alarms)
        if alarms:
            self.fail("; ".join(alarm.line() for alarm in alarms))


class Steps(Watch):
    def test_every_step_of_the_night_ended_well(self) -> None:
        self.tell(
            [
                Alarm(
                    f"{row['state']}: {row['says'] or 'without words'}",
                    f"step {row['step']}",
                    "Mend the cause, then make nightly goes on from there; what the public sees is yesterday's",
                )
                for row in self.data.facts.steps
                if row["state"] not in WELL
            ]
        )


class Clock(Watch):
    def test_there_was_a_crawl(self) -> None:
        pulse: Pulse | None = self.data.facts.pulse
        since = datetime.fromisoformat(pulse.since.replace("Z", "+00:00")) if pulse else None
        if since is None or self.data.facts.now - since > SILENT:
            said = f"the last one began {pulse.since}" if pulse else "there never was one"
            self.tell([Alarm(f"no crawl in {SILENT.total_seconds() / 3600:.0f} hours; {said}", "the crawl", "Look at the timer: systemctl status gongkai.timer")])  # fmt: skip

    def test_something_was_asked(self) -> None:
        pulse: Pulse | None = self.data.facts.pulse
        if pulse and pulse.states and not sum(pulse.outcomes.values()):
            self.tell(
                [Alarm("not one request", "the crawl", "Run python -m crawler by hand and read its words")]
            )


class Silence(Watch):
    def test_every_portal_that_had_reports_was_read(self) -> None:
        self.tell(
            [
                Alarm(
                    f"{state} since {when}, {reports} reports known: {why or 'no cause told'}",
                    f"portal {code}",
                    "Open its list in a browser: moved, then a new row in reference/portals; refused, then wait",
                )
                for code, state, when, reports, _, why in self.data.facts.troubled
                if reports and state != "postponed"
            ]
        )


class Errors(Watch):
    def test_most_answers_are_answers(self) -> None:
        pulse: Pulse | None = self.data.facts.pulse
        if pulse and sum(pulse.outcomes.values()) >= 20 and pulse.error_share > ERRORS:
            most = ", ".join(f"{name} {n}" for name, n in Counter(pulse.outcomes).most_common(6))
            self.tell([Alarm(f"{pulse.error_share:.0%} of the answers were none ({most})", "the crawl", "If many portals time out, the fault is here: check the network and the name server")])  # fmt: skip


class Yesterday(Watch):
    def test_lists_show_what_they_showed(self) -> None:
        pulse: Pulse | None = self.data.facts.pulse
        provinces: dict[str, Counter[str]] = {}
        alarms = []
        for one in pulse.shown if pulse else ():
            provinces.setdefault(one.portal[:2], Counter()).update(
                still=one.still, lost=one.lost, new=one.new
            )
            alarms += _fewer(f"portal {one.portal}", one.still, one.lost, one.new)
        for province, sums in sorted(provinces.items()):
            alarms += _fewer(f"province {province}", sums["still"], sums["lost"], sums["new"])
        self.tell(alarms)

    def test_provinces_answer_as_they_did(self) -> None:
        pulse: Pulse | None = self.data.facts.pulse
        before: Counter[str] = Counter()
        now: Counter[str] = Counter()
        for portal, (then, tonight) in (pulse.states if pulse else {}).items():
            if tonight is not None:
                before[portal[:2]] += then == "done"
                now[portal[:2]] += then == "done" and tonight in ("done", "postponed", "started")
        self.tell(
            [
                Alarm(
                    f"{now[code]} portals were read, {before[code]} of the same the time before",
                    f"province {code}",
                    "One protection may refuse all of them: see the outcomes above, and do not crawl faster",
                )
                for code in sorted(before)
                if before[code] >= FEW and now[code] < LEAST * before[code]
            ]
        )


def _fewer(where: str, still: int, lost: int, new: int) -> list[Alarm]:
    """Alarms for lists that show much less, or much more, than at the look before."""
    before = still + lost
    look = "Open the list: a changed template is mended in its family, a new address is a new row"
    if before >= FEW and still < LEAST * before:
        return [Alarm(f"its lists show {still} of the {before} reports of the look before", where, look)]
    if before >= FEW and before + new > MOST * before:
        return [Alarm(f"its lists show {new} new reports beside {before} known ones", where, look)]
    return []


class Night(MonitorSuite):  # type: ignore[misc]
    monitors = (Steps, Clock, Silence, Errors, Yesterday)


def judge(facts: Facts, actions: list[Action]) -> list[str]:
    """Run all monitors; where one fails its alarms are in `facts.alarms` and every action is run.

    Returns faults of our own: a monitor that could not judge, an alert that could not be sent (it stops no other).
    """
    runner = MonitorRunner()
    result = runner.run(Night(monitors_failed_actions=actions), facts=facts)
    broken = [f"{one.item.name}: {one.error}" for one in result.monitor_results if one.status == "ERROR"]
    unsent = [one for one in result.monitors_failed_action_results if one.status == "ERROR"]
    return broken + [f"{one.item.name} failed: {one.error.strip().splitlines()[-1]}" for one in unsent]
