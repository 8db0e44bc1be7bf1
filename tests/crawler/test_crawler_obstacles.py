"""Every condition of county portals in one table: what the fetch log says, what is kept, how much is asked.

Each condition is a small portal in a prefecture of its own, all of them in one crawl. The table is printed at the end
(`pytest -s`) and stands in docs/obstacles.md, which a test holds.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest

from tests.crawler.crawler_small import Small, plans, running
from tests.crawler.crawler_world import ROOT

TIME_OUT = 4


@dataclass(frozen=True)
class Expected:
    """`says` what the portal does; `kept` is all or none of its reports, or some; `shows` is the outcome by which the
    obstacle is known; at most `path` requests of one address and `host` of the portal."""

    says: str
    kept: str
    shows: str
    path: int = 1
    host: int = 13
    problem: str = ""


NONE = "none"
CONDITIONS = {
    # nothing in the way, and what is only slow
    "normal": Expected("nothing in the way", "all", "kept"),
    "slow": Expected("1.5 seconds an answer", "all", "kept"),
    "trickle": Expected("a page comes in eight pieces over two seconds", "all", "kept"),
    "hang": Expected("no answer within the time allowed", NONE, "time_out", 3, 4),
    # challenges and refusals
    "jsl_521": Expected("加速乐: 521, a script that would set a cookie", NONE, "challenge", 1, 2),
    "ruishu_412": Expected("瑞数: 412, a script that would reload the page", NONE, "challenge", 1, 2),
    "safeline_468": Expected("雷池: 468", NONE, "challenge", 1, 2),
    "stub_200": Expected("a script gate with status 200, no link, no title", NONE, "challenge", 1, 2),
    "acw_200": Expected("acw_sc__v2 with status 200", NONE, "challenge", 1, 2),
    "yunsuo_200": Expected("云锁 with status 200", NONE, "challenge", 1, 2),
    "blocked_200": Expected("a block page with status 200", NONE, "blocked", 1, 2),
    "blocked_403": Expected("a block page with 403", NONE, "blocked", 1, 2),
    "blocked_405": Expected("a block page with 405", NONE, "blocked", 1, 2),
    "blocked_json": Expected("a block page with status 200 where JSON was asked for", NONE, "blocked", 1, 4),
    "closed": Expected("a page that says: under maintenance", NONE, "blocked", 1, 2),
    "login": Expected("articles lead to a login form", NONE, "blocked", 8, 14),
    "often_200": Expected("articles say with status 200: asked too often", NONE, "throttled", 1, 8),
    "captcha": Expected("a captcha page in place of attachments", "all", "challenge", 2, 16),
    "cookie_gate": Expected("302 to the same address until a cookie comes back", "all", "redirect", 2, 15),
    "endless_gate": Expected("302 to the same address for ever", NONE, "redirect", 7, 8),
    # asked to wait
    "retry_after": Expected("429 twice a list, Retry-After in seconds", "all", "throttled", 3, 19),
    "retry_after_date": Expected("503 once a list, Retry-After as a date", "all", "server_error", 2, 16),
    "retry_after_long": Expected("429, Retry-After of a day", NONE, "throttled", 1, 2),
    "robots_slow": Expected("Crawl-delay in robots.txt", "all", "kept"),
    # false pages
    "soft_404": Expected("nonsense answers 200 with a page that says it is not there", "all", "soft_404"),
    "shell": Expected("every address answers 200 with the same page", NONE, "soft_404", 1, 3),
    "index_instead": Expected(
        "the home page in place of articles after a few requests", "some", "index_page", 1, 12
    ),
    "retired_302": Expected("lists lead to the home page", NONE, "soft_404", 2, 4),
    "sent_home": Expected("articles lead to the home page", NONE, "soft_404", 9, 18),
    "elsewhere": Expected("articles lead to a host that nobody registered", NONE, "forbidden", 1, 12),
    "private": Expected("articles lead to a private address", NONE, "forbidden", 1, 12),
    "mirror_link": Expected("a list names a page of a host that nobody registered", "all", "forbidden"),
    # stubs
    "meta_refresh": Expected("lists behind a meta refresh", "all", "stub", 2, 16),
    "stub_list": Expected("lists behind a script that leads on", "all", "stub", 2, 16),
    "stub_chain": Expected("lists behind three stubs", "all", "stub", 4, 22),
    "stub_endless": Expected("stubs without end", NONE, "stub", 4, 5),
    # broken transport
    "drop": Expected("every fourth answer ends in the middle", "all", "broken", 2, 17),
    "reset": Expected("the first answer of every page is reset in the middle", "all", "broken", 2, 25),
    "flapping": Expected("every third request answers 503", "all", "server_error", 3, 20),
    "error_500": Expected("500 always", NONE, "server_error", 3, 4),
    "length_long": Expected("Content-Length larger than the body", NONE, "broken", 3, 4),
    "length_short": Expected("Content-Length smaller than the body", "some", "kept", problem="truncated"),
    # encodings
    "gzip": Expected("gzip although nobody asked", "all", "kept"),
    "gzip_false": Expected("plain text labelled gzip", "all", "kept"),
    "gzip_twice": Expected("gzip within gzip", "all", "kept"),
    "gzip_cut": Expected("a gzip stream cut short", NONE, "broken", 1, 2),
    "deflate_raw": Expected("deflate without its wrapper", "all", "kept"),
    "deflate_zlib": Expected("deflate with its wrapper", "all", "kept"),
    "brotli": Expected("brotli, which was not asked for", NONE, "wrong_kind", 1, 2),
    "gbk_as_utf8": Expected("GBK labelled utf-8", "all", "kept"),
    "utf8_as_gb2312": Expected("utf-8 labelled gb2312", "all", "kept"),
    "late_meta": Expected(
        "GBK, no charset in the header, the meta tag behind two thousand bytes", "all", "kept"
    ),
    "latin_label": Expected("GBK, the header says ISO-8859-1", "all", "kept"),
    "file_name_gbk": Expected("names of attachments as raw GBK bytes", "all", "kept", 1, 16),
    # whose page it is
    "foreign_code": Expected(
        "the SiteIDCode of another division", "all", "kept", problem="foreign_site_code"
    ),
    "pinyin": Expected("pinyin in brackets inside words", "all", "kept", problem="mirror_marks"),
    "traditional": Expected("traditional characters", "all", "kept", problem="mirror_marks"),
    # robots.txt
    "robots_disallow": Expected("robots.txt forbids everything", NONE, "robots", 1, 1),
    "robots_html": Expected("robots.txt answers a page of HTML", "all", "kept"),
    "robots_503": Expected("robots.txt answers 503", "all", "kept"),
}
FAMILIES = {"blocked_json": "gd-nfcms-gkmlpt"}
WITH_FILES = ("captcha", "file_name_gbk")


@dataclass
class Met:
    """What the crawl made of one condition."""

    outcomes: Counter[str]
    kept: set[str]
    planted: set[str]
    path: int
    host: int
    at_once: int
    state: str
    problems: set[str]
    probes: int
    times: list[float]


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Met]]:
    folder = tmp_path_factory.mktemp("obstacles")
    with running(folder, plans(CONDITIONS, FAMILIES, files=WITH_FILES)) as small:
        small.first_lists()
        given = json.dumps({"DOWNLOAD_TIMEOUT": TIME_OUT})
        command = [sys.executable, "-m", "tests.crawler.crawler_run", str(small.registry), str(folder), given]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        found = {name: what_came(small, plan.code) for name, plan in plans(CONDITIONS).items()}
        print("\n" + table(found))
        yield found


def what_came(small: Small, code: str) -> Met:
    host = small.host(code)
    counted: Counter[str] = Counter()
    for (at, path, _), count in small.replica.requests.items():
        counted[path] += count if at == host else 0
    outcomes = small.rows(
        "select outcome, count(*) from fetches where portal = ? and coalesce(role, '') != 'robots' group by 1",
        code,
    )
    state = small.rows("select state from crawl_portals where portal = ?", code)
    problems = small.rows("select distinct kind from problems where portal = ? and report is null", code)
    probes = small.rows("select count(*) from fetches where portal = ? and role = 'probe'", code)
    robots = small.rows(
        "select outcome, count(*) from fetches where portal = ? and outcome = 'robots' group by 1", code
    )
    return Met(
        Counter(dict(outcomes)) + Counter(dict(robots)), {url for url in small.captured() if f"//{host}:" in url}, small.planted_on(code),
        max(counted.values(), default=0), sum(counted.values()), small.replica.most[host], state[0][0],
        {kind for (kind,) in problems}, probes[0][0], small.replica.times.get(host, []),
    )  # fmt: skip


def table(found: dict[str, Met]) -> str:
    """condition, reports kept of planted, outcomes, requests of the busiest address and of the host."""
    lines = [
        f"{'condition':18} {'kept':>7} {'state':8} {'path':>4} {'host':>4} {'at once':>7}  outcomes, problems"
    ]
    for name, one in found.items():
        told = ", ".join(f"{outcome} {count}" for outcome, count in sorted(one.outcomes.items()))
        kept = f"{len(one.kept)}/{len(one.planted)}"
        lines.append(
            f"{name:18} {kept:>7} {one.state:8} {one.path:4} {one.host:4} {one.at_once:7}  {told} {' '.join(sorted(one.problems))}"
        )
    return "\n".join(lines)


@pytest.mark.parametrize("name", CONDITIONS)
def test_condition(met: dict[str, Met], name: str) -> None:
    found, expected = met[name], CONDITIONS[name]
    assert found.outcomes[expected.shows] > 0, found.outcomes
    assert found.kept <= found.planted, "nothing but reports is stored as a report"
    if expected.kept == "all":
        assert found.kept == found.planted
        assert found.state == "done"
    elif expected.kept == NONE:
        assert not found.kept
    else:
        assert found.kept and found.kept != found.planted
    assert found.path <= expected.path and found.host <= expected.host, "no storm of requests"
    assert found.at_once <= 1 or name == "hang", "one request at a time, but for those that were given up"
    assert found.problems == ({expected.problem} if expected.problem else set())


def test_the_table_stands_in_the_documentation() -> None:
    head = [
        "condition",
        "what the portal does",
        "reports kept",
        "recorded as",
        "requests of one address",
        "of the host",
        "problem",
    ]
    rows = [[f"`{name}`", e.says, e.kept, f"`{e.shows}`", f"≤ {e.path}", f"≤ {e.host}", f"`{e.problem}`" if e.problem else ""]
            for name, e in CONDITIONS.items()]  # fmt: skip
    made = "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])
    path = ROOT / "docs" / "obstacles.md"
    text = path.read_text(encoding="utf-8")
    before = text.partition("| condition |")[0]
    if text != f"{before}{made}\n":
        path.write_text(f"{before}{made}\n", encoding="utf-8")
        pytest.fail("docs/obstacles.md was not this table; it is written anew: look at it and commit it")


def test_nonsense_is_asked_of_a_host_once(met: dict[str, Met]) -> None:
    assert {name: one.probes for name, one in met.items() if one.probes > 1} == {}
    assert met["normal"].probes == met["soft_404"].probes == 1


def test_a_crawl_delay_is_kept(met: dict[str, Met]) -> None:
    times = met["robots_slow"].times
    pauses = [later - earlier for earlier, later in pairwise(times[1:])]
    assert min(pauses) >= 0.3, "0.7 seconds, half of it jitter"
    assert sum(pauses) / len(pauses) > 0.5


def test_what_a_portal_asks_for_is_waited_for(met: dict[str, Met]) -> None:
    for name in ("retry_after", "retry_after_date"):
        times = met[name].times
        assert max(later - earlier for earlier, later in pairwise(times)) >= 0.45, name
