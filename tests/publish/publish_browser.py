"""A real browser on the site of the fixture, served over a real socket; and axe, the accessibility engine, from npm."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

from publish import site
from tests.lacking import lacking

CHROMIUM = "/usr/bin/chromium"
AXE = "axe-core@4.10.3"
AXE_DIGEST = "sha512-Xm7bpRXnDSX2YE2YFfBk2FnF0ep6tmG7xPh8iHee8MIcrgq762Nkce856dYtJYLkuIoYZvGfTs/PbZhideTcEg=="
CACHE = Path(__file__).parents[2] / "build" / "axe"


@contextmanager
def served(snapshot: Path, captures: Path) -> Iterator[str]:
    """The address of the site while it is on the air."""
    datasette = site.build(snapshot, captures)
    server = uvicorn.Server(uvicorn.Config(datasette.app(), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def browser() -> Iterator[Any]:
    """Debian's Chromium; what is lacking is said."""
    if not Path(CHROMIUM).exists():
        lacking("Chromium", "apt-get install --no-install-recommends chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def axe() -> str:
    """The source of the accessibility engine: fetched once by npm, pinned by version and digest."""
    script = CACHE / AXE / "package" / "axe.min.js"
    if not script.exists():
        if not shutil.which("npm"):
            lacking("npm", "install Node.js with npm; the test fetches axe-core with it")
        script.parent.parent.mkdir(parents=True, exist_ok=True)
        folder = script.parent.parent
        done = subprocess.run(
            ["npm", "pack", AXE, "--silent"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        packed = folder / f"{AXE.replace('@', '-')}.tgz"
        if not packed.exists():
            lacking("axe-core", f"npm pack {AXE} ({done.stderr[-200:]})")
        digest = "sha512-" + base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        assert digest == AXE_DIGEST, f"{AXE} is {digest}"
        with tarfile.open(packed) as archive:
            archive.extractall(folder, filter="data")
    return script.read_text(encoding="utf-8")


def shots() -> Path | None:
    """Where screenshots go, if somebody wants to look at them (GONGKAI_SHOTS)."""
    wanted = os.environ.get("GONGKAI_SHOTS")
    return Path(wanted) if wanted else None
