"""`python -m publish serve / snapshot / export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive import ArchiveError
from publish import export, release, serving, writers
from publish.snapshot import is_stale, take

ARCHIVE = click.option("--archive", default="archive.db", show_default=True, type=click.Path(path_type=Path))
CAPTURES = click.option("--captures", default="captures", show_default=True, type=click.Path(path_type=Path))
OUT = click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="folder of the public copy; default: exports beside the archive",
)
FORMATS = click.option(
    "--format", "formats", multiple=True, type=click.Choice(tuple(writers.FORMATS)), help="only these formats"
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
@click.option("--held", is_flag=True, help="take it to exports/next, for `release` to judge")
def snapshot(archive: Path, captures: Path, out: Path | None, held: bool) -> None:
    """Take the public copy: one moment, nothing withheld in it, swapped in at once."""
    exports = folder(archive, out)
    target = take(archive, release.next_copy(exports) if held else exports / "archive.db")
    click.echo(f"{target}: {target.stat().st_size:,} bytes")


@main.command(name="release")
@ARCHIVE
@CAPTURES
@OUT
@click.option("--accept", is_flag=True, help="a person has looked: fewer rows than yesterday are right")
@FORMATS
def judge_and_show(
    archive: Path, captures: Path, out: Path | None, accept: bool, formats: tuple[str, ...]
) -> None:
    """Show the held copy and its files, if it is whole, as full as yesterday's and answers; exit 1 where not."""
    exports = folder(archive, out)
    copy = release.next_copy(exports)
    verdict = release.judge(copy, exports / "archive.db", captures, bounds=not accept)
    for line in verdict.lines():
        click.echo(line, err=bool(verdict.faults))
    if verdict.faults:
        raise SystemExit(
            f"{exports / 'archive.db'} stays as it was; the refused copy is {copy}. Where the copy is right, "
            "show it with python -m publish release --accept."
        )
    made = release.show(exports, copy, formats or tuple(writers.FORMATS))
    click.echo(f"{exports / 'archive.db'}: released with {sum(bool(one.file) for one in made)} files")


@main.command(name="export")
@ARCHIVE
@CAPTURES
@OUT
@FORMATS
def write_files(archive: Path, captures: Path, out: Path | None, formats: tuple[str, ...]) -> None:
    """Write every table and view as files, from a copy taken anew where the archive has changed."""
    target = folder(archive, out) / "archive.db"
    if is_stale(archive, target) and not release.is_released(target.parent):
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
