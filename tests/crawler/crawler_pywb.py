"""pywb, the WACZ packer and a TLS that is not OpenSSL, in an environment of their own, made on first use below build/ (not in git)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.crawler.crawler_world import ROOT
from tests.lacking import lacking

WANTED = ["pywb==2.10.0", "wacz==0.6.0", "tlslite-ng==0.8.2"]
HOME = ROOT / "build" / "pywb"


def tool(name: str) -> str:
    """The path of one of their commands; the environment is made where it is not there."""
    ready = HOME / ".ready"
    if not ready.exists() or ready.read_text(encoding="utf-8").split() != WANTED:
        make = [[sys.executable, "-m", "venv", "--clear", str(HOME)],
                [str(HOME / "bin" / "pip"), "install", "--quiet", "--no-input", *WANTED]]  # fmt: skip
        for command in make:
            done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
            if done.returncode:
                lacking("pywb", f"{' '.join(command)}: {done.stderr.strip()[-300:]}")
        ready.write_text("\n".join(WANTED), encoding="utf-8")
    return str(HOME / "bin" / name)


@contextmanager
def replaying(folder: Path, warc: Path) -> Iterator[str]:
    """A pywb that serves one collection of this WARC file on loopback; yields its CDX address."""
    folder.mkdir()
    for command in (["init", "gone"], ["add", "gone", str(warc)]):
        subprocess.run(
            [tool("wb-manager"), *command], cwd=folder, capture_output=True, check=True, timeout=120
        )
    serve = [tool("python"), "-c", SERVE, str(folder)]
    process = subprocess.Popen(
        serve, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout
        port = next(line.split()[1] for line in process.stdout if line.startswith("port "))
        with urlopen(f"http://127.0.0.1:{port}/gone/cdx?url=x", timeout=60) as answer:
            answer.read()
        yield f"http://127.0.0.1:{port}/gone/cdx"
    finally:
        process.kill()
        process.wait()


# The command of pywb takes no port 0: its application is given a free one here.
SERVE = """
import gevent.monkey; gevent.monkey.patch_all()
from gevent.pywsgi import WSGIServer
from pywb.apps.frontendapp import FrontEndApp
server = WSGIServer(("127.0.0.1", 0), FrontEndApp(config_file="./config.yaml"), log=None)
server.init_socket()
print("port", server.address[1], flush=True)
server.serve_forever()
"""
