"""`python -m publish serve / snapshot / export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive import ArchiveError
from publish import export, serving, writers
from publish.snapshot import is_stale, take

ARCHIVE = click.option("--archive", default="archive.db", show_default=True, type=click.Path(path_type=Path))
CAPTURES = click.option("--captures", default="captures", show_default=True, type=click.Path(path_type=Path))
OUT = click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="folder of the public copy; default: exports beside the archive",
)


@click.group()
def main() -> None:
    """The site, its public copy, its downloads."""


@main.command()
@ARCHIVE
@CAPTURES
@OUT
@click.option("--port", default=8001, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def serve(archive: Path, captures: Path, out: Path | None, port: int, host: str) -> None:
    """Serve the site from a copy of the archive, taken anew where the archive has changed."""
    serving.run(archive, captures, folder(archive, out), host, port)


@main.command()
@ARCHIVE
@CAPTURES
@OUT
def snapshot(archive: Path, captures: Path, out: Path | None) -> None:
    """Take the public copy: one moment, nothing withheld in it, swapped in at once."""
    target = take(archive, folder(archive, out) / "archive.db")
    click.echo(f"{target}: {target.stat().st_size:,} bytes")


@main.command(name="export")
@ARCHIVE
@CAPTURES
@OUT
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(tuple(writers.FORMATS)), help="only these formats"
)
def write_files(archive: Path, captures: Path, out: Path | None, formats: tuple[str, ...]) -> None:
    """Write every table and view as files, from a copy taken anew where the archive has changed."""
    target = folder(archive, out) / "archive.db"
    if is_stale(archive, target):
        take(archive, target)
    made = export.run(target, target.parent, formats or tuple(writers.FORMATS))
    for one in made:
        click.echo(f"{one.file or one.table + ': ' + one.why}  {one.rows:,} rows, {one.bytes:,} bytes")


def folder(archive: Path, out: Path | None) -> Path:
    return out or archive.parent / "exports"


if __name__ == "__main__":
    try:
        main()
    except ArchiveError as error:
        sys.exit(str(error))
