"""Captures of other tools: WARC files, WACZ packages, folders and single files, taken into the archive as they are."""

from __future__ import annotations

import argparse
import mimetypes
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from archive import bodies, captures, kind_of, open_archive
from archive.model import ArchiveError, Exchange
from crawler import harvest, options
from crawler.addresses import names_above, site_of
from crawler.crawling import RefusedError, chosen
from crawler.identity import identity
from reference import portals

WARC = (".warc", ".warc.gz", ".warc.zst", ".arc.gz")


def main(argv: list[str]) -> int:
    """0 after an import; 2 where a path cannot be read, with what had been taken before it kept; 1 where another
    archive did not give all that it has."""
    args = arguments().parse_args(argv)
    if bool(args.paths) == bool(args.cdx):
        arguments().error("name either PATHs or --cdx URL")
    try:
        if args.cdx:
            return told(harvest.harvest(order_of(args), args.archive, args.captures))
        kept, known = take(args.paths, args.archive, args.captures)
    except (ArchiveError, OSError, zipfile.BadZipFile, portals.RegistryError, RefusedError) as error:
        print(f"crawler import: {error}", file=sys.stderr)
        return 2
    print(f"{kept} captures taken, {known} were known already")
    return 0


def arguments() -> argparse.ArgumentParser:
    """The options of the import."""
    parser = argparse.ArgumentParser(prog="python -m crawler import", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    options.add_archive(parser)
    of = parser.add_argument_group("pages that portals deleted, from an archive that answers CDX questions")
    of.add_argument(
        "--cdx", metavar="URL", help="https://web.archive.org/cdx/search/cdx, …/<collection>/cdx, …-index"
    )
    of.add_argument(
        "--url",
        action="append",
        default=[],
        metavar="URL",
        help="one more address; with * at its end all that begin so",
    )
    options.add_portals(of)
    of.add_argument(
        "--from", dest="since", default="", metavar="YYYY[MMDD]", help="captures of this time or later"
    )
    of.add_argument(
        "--to", dest="until", default="", metavar="YYYY[MMDD]", help="captures of this time or earlier"
    )
    of.add_argument(
        "--versions",
        action="store_true",
        help="every version of a page, not only of pages that the archive lacks",
    )
    of.add_argument(
        "--data", default=harvest.DATA, metavar="URL", help="where the files of an index (…-index) lie"
    )
    return parser


def order_of(args: argparse.Namespace) -> harvest.Harvest:
    """The harvest that the options ask for."""
    rows = chosen(portals.load(args.portals), args.only)
    return harvest.Harvest(args.cdx, rows, args.url, args.data, args.versions, args.since, args.until)


def told(done: harvest.Harvested) -> int:
    """Say what came of it."""
    print(
        f"{done.kept} captures taken, {done.known} were known already, {len(done.troubles)} could not be had"
    )
    for trouble in done.troubles[:40]:
        print(trouble, file=sys.stderr)
    return 1 if done.troubles else 0


def take(paths: list[Path], archive: Path, folder: Path) -> tuple[int, int]:
    """Keep every answer with status 200; returns how many are new and how many the archive had."""
    db = open_archive(archive, create=True)
    run = captures.begin(db, folder, kind=kind_of(db) or "real", depth="import")
    sites = {site_of(row.url): row.code for row in portals.load()}
    counts = {True: 0, False: 0}
    try:
        for path in paths:
            for exchange in exchanges(path, sites):
                counts[run.fetch(exchange).new] += 1
    finally:
        run.close({"kept": counts[True], "unchanged": counts[False]})
    return counts[True], counts[False]


def exchanges(path: Path, sites: dict[str, str]) -> Iterator[Exchange]:
    """What a path holds. Raises OSError where it is not there, ArchiveError where a WARC file is damaged."""
    if path.is_dir():
        for inner in sorted(file for file in path.rglob("*") if file.is_file()):
            yield from exchanges(inner, sites)
    elif path.name.endswith(WARC):
        yield from from_warc(path, path.name, sites)
    elif path.suffix == ".wacz":
        yield from from_wacz(path, sites)
    else:
        yield from_file(path)


def from_wacz(path: Path, sites: dict[str, str]) -> Iterator[Exchange]:
    """The WARC files inside a WACZ package, unpacked one at a time."""
    with zipfile.ZipFile(path) as package, tempfile.TemporaryDirectory() as folder:
        for name in sorted(name for name in package.namelist() if name.endswith(WARC)):
            inner = Path(folder) / Path(name).name
            inner.write_bytes(package.read(name))
            yield from from_warc(inner, f"{path.name}/{name}", sites)
            inner.unlink()


def from_warc(path: Path, source: str, sites: dict[str, str]) -> Iterator[Exchange]:
    """Every good response, under the address and time that its record gives."""
    for record in bodies.records(path):
        if record.kind != "response" or record.status != 200 or not record.url.startswith("http"):
            continue
        site = site_of(record.url)
        portal = next((sites[name] for name in names_above(site) if name in sites), site)
        yield Exchange(
            url=record.url, portal=portal, role="import", outcome="kept", at=record.at, status=200, headers=record.headers,
            body=record.body, canonical=identity(record.url), source=f"import {source}",
        )  # fmt: skip


def from_file(path: Path) -> Exchange:
    """A single file; its address is its name, because nothing else is known of where it stood."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    url = path.resolve().as_uri().replace(path.resolve().parent.as_uri(), "file://")
    return Exchange(
        url=url, portal="import", role="import", outcome="kept", at=at, status=200,
        headers=((b"Content-Type", kind.encode()),), body=path.read_bytes(), link_text=path.stem, source="import file",
    )  # fmt: skip
