"""DOC, WPS, RTF and ODT → DOCX by a headless LibreOffice, then as DOCX. Without LibreOffice the document waits."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

from parse.errors import CannotOpenError
from parse.model import Document, Problem
from parse.readers import office
from parse.readers.compound import is_foreign, is_locked
from parse.worker import end_tree

SECONDS = 50
MISSING = Problem(
    "office_missing",
    None,
    "",
    "文件需要LibreOffice转换，这里没有安装（安装libreoffice-writer-nogui后重读）",
    "an old office file needs LibreOffice, which is not installed here (install libreoffice-writer-nogui, then read again)",
)


def read(body: bytes, kind: str = "doc") -> Document:
    """An old Word file as paragraphs and grids; waits (`office_missing`) without LibreOffice."""
    if is_locked(body):
        raise CannotOpenError("encrypted", "文件已加密，需要口令", "encrypted document: it needs a password")
    program = soffice()
    if program is None:
        return Document(kind, [], problems=[MISSING])
    try:
        made = converted(body, program)
    except CannotOpenError as error:
        if error.kind == "damaged" and is_foreign(body):
            zh, en = (
                "不是Word格式的文档（如早期的WPS文字），不能读取",
                "a document of another program (early WPS?)",
            )
            raise CannotOpenError("format_unread", zh, f"{en}: not read") from None
        raise
    document = office.read(made)
    document.kind = kind
    return document


@lru_cache(maxsize=1)
def soffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(body: bytes, program: str, target: str = "docx:MS Word 2007 XML") -> bytes:
    """The bytes in another format, by default DOCX. LibreOffice runs with a profile of its own per process, its whole group ended in time."""
    with tempfile.TemporaryDirectory(prefix="gongkai-office-") as folder:
        source, out = Path(folder, "in.doc"), Path(folder, "out")
        source.write_bytes(body)
        profile = Path(tempfile.gettempdir(), f"gongkai-office-profile-{os.getuid()}-{os.getpid()}")
        command = [
            program,
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"-env:UserInstallation={profile.as_uri()}",
        ]
        command += ["--convert-to", target, "--outdir", str(out), str(source)]
        code = _run(command, profile)
        made = out / f"in.{target.partition(':')[0]}"
        if not made.exists() or not made.stat().st_size:
            raise CannotOpenError(
                "damaged", f"LibreOffice不能打开文件（{code}）", f"LibreOffice cannot open the file ({code})"
            )
        return made.read_bytes()


def _run(command: list[str], profile: Path) -> int:
    environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp"}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    atexit.register(shutil.rmtree, profile, ignore_errors=True)
    try:
        return process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise CannotOpenError(
            "time_out", "LibreOffice转换超时", f"LibreOffice took more than {SECONDS} s"
        ) from None
    finally:
        if process.poll() is None:
            end_tree(process.pid)
            process.wait()
            shutil.rmtree(profile, ignore_errors=True)
