"""The documents name files, folders and commands that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PATH = re.compile(
    r"`((?:reference|archive|crawler|parse|publish|replica|tests|benchmarks|docs|ops)/[\w./-]*)`"
)
COMMAND = re.compile(r"python -m ([\w.]+)(?: ([a-z-]+))?")
TARGET = re.compile(r"^make ([a-z -]+)$|`make ([a-z -]+)`", re.MULTILINE)


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: path.name)
def test_every_path_that_a_document_names_is_there(doc: Path) -> None:
    named = set(PATH.findall(doc.read_text(encoding="utf-8")))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: path.name)
def test_every_command_that_a_document_names_is_there(doc: Path) -> None:
    for module, word in COMMAND.findall(doc.read_text(encoding="utf-8")):
        file = ROOT / module.replace(".", "/")
        main = file / "__main__.py" if file.is_dir() else file.with_suffix(".py")
        assert main.exists(), f"python -m {module}"
        if word:
            known = "".join(path.read_text(encoding="utf-8") for path in main.parent.glob("*.py"))
            assert f'"{word}"' in known or f"def {word}(" in known, f"python -m {module} {word}"


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: path.name)
def test_every_target_that_a_document_names_is_there(doc: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {
        word for pair in TARGET.findall(doc.read_text(encoding="utf-8")) for word in " ".join(pair).split()
    }
    assert named <= targets


def test_the_architecture_names_every_folder() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert {name for name in folders if f"`{name}/`" not in text} == set()
