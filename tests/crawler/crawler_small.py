"""Many small portals at once, each a prefecture of its own, so that one that refuses does not silence its neighbours."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crawler.identity import identity
from reference import titles
from replica import families, registry
from replica.build import address
from replica.server import Replica
from replica.world import Plan
from tests.crawler.crawler_world import World


@dataclass
class Small(World):
    """A running replica in a thread of the test."""

    replica: Replica = field(kw_only=True)

    def first_lists(self) -> None:
        """Leave only the first row of each portal in the registry: further columns are found from it."""
        rows = self.registry.read_text(encoding="utf-8").splitlines()
        first = {row.split(",")[0]: row for row in reversed(rows)}
        self.registry.write_text(
            "\n".join(dict.fromkeys([rows[0], *(row for row in rows if row in first.values())])) + "\n",
            encoding="utf-8",
        )

    def host(self, code: str) -> str:
        """The loopback address of a portal."""
        return next(address(plan) for plan in self.replica.plans if plan.code == code)

    def planted_on(self, code: str) -> set[str]:
        """Identities of the report pages that one portal shows, decoys left out."""
        site = self.replica.sites[self.host(code)]
        family = families.load()[site.engine]
        shown = ((column, article) for column in site.columns() for article in column.articles)
        return {
            identity(site.base + family.article_path(site, column, article))
            for column, article in shown
            if not titles.judge(article.title, column=True).is_decoy
        }


def plans(
    names: Iterable[str],
    chosen: Mapping[str, str] | None = None,
    *,
    files: Collection[str] = (),
    first: int = 10,
) -> dict[str, Plan]:
    """A plan for each name: 99<nn>01, two years of a county with one township; `chosen` names other families, `files`
    those whose county reports have a Word file too."""
    chosen, word = chosen or {}, {"files": "government", "both": "yes"}
    return {
        name: Plan(
            f"99{number}01", "子虚县", chosen.get(name, "pzh-shtml-id"), (2024, 2025), townships=1, office=False,
            options=word if name in files else {},
        )
        for number, name in enumerate(names, first)
    }  # fmt: skip


@contextmanager
def running(folder: Path, made: Mapping[str, Plan]) -> Iterator[Small]:
    """The portals of these plans, each with the switch of its name on; the registry and the root of trust lie in the
    folder."""
    replica = Replica(list(made.values()), 0, {f"{name}@{plan.code}" for name, plan in made.items()})
    loop, path = asyncio.new_event_loop(), folder / "registry.csv"
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(_start(replica, folder), loop).result(60)
    registry.write(path, replica.sites.values())
    yield Small(folder, path, f"http://127.0.0.1:{replica.port}", replica.port, "", replica=replica)
    asyncio.run_coroutine_threadsafe(_stop(replica), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


async def _start(replica: Replica, folder: Path) -> None:
    await replica.start()
    await replica.secured(folder)


async def _stop(replica: Replica) -> None:
    await replica.stop()
    waiting = asyncio.all_tasks() - {asyncio.current_task()}
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
