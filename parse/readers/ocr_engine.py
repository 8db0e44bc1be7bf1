"""The recogniser: small grey pictures of one line of text each → text and confidence.

The model lies in the wheel of rapidocr (PP-OCRv6, Apache-2) and runs on onnxruntime, one thread: several documents
are read side by side instead. Its detector and its wrapper are not used, lines and cells are found by geometry.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import onnxruntime

HEIGHT = 48  # pixels of a line as the model takes it
LEAST_WIDTH = 32
MOST_WIDTH = 3200
STEP = 32  # widths are padded up to a multiple of this, so that equal ones go in one batch
BATCH_PIXELS = 4096  # width of all lines of one batch together
UNSURE, SURE_DIGIT = "\ufffd", 0.7  # in running text, digits below this chance are not given
MODEL = "PP-OCRv6_rec_small.onnx"


# Characters that differ from a figure in nothing but what they mean.
LOOK_ALIKE = {
    "0": "oOＯ０〇○◯Οο",
    "1": "１",
    "2": "２",
    "3": "３",
    "4": "４",
    "5": "５",
    "6": "６",
    "7": "７",
}
LOOK_ALIKE |= {
    "8": "８",
    "9": "９",
    ".": "．",
    ",": "，",
    "-": "－–",
    "+": "＋",
    "%": "％",
    "/": "／",
    "—": "―",
}
_TWINS = {ord(twin): figure for figure, twins in LOOK_ALIKE.items() for twin in twins}
_FIGURE_LIKE = frozenset("".join(LOOK_ALIKE) + "".join(LOOK_ALIKE.values()))


class Said(NamedTuple):
    """What the model reads. `sure` is the probability of its least sure character; `guarded` is the text with a
    replacement character for each digit that is not sure."""

    text: str
    sure: float
    guarded: str = ""


@lru_cache(maxsize=1)
def session() -> tuple[Any, tuple[str, ...]]:
    """The loaded model and its alphabet; index 0 is the blank of CTC."""
    spec = importlib.util.find_spec("rapidocr")
    assert spec is not None and spec.origin is not None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    path = Path(spec.origin).parent / "models" / MODEL
    model = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    letters = model.get_modelmeta().custom_metadata_map["character"].splitlines()
    return model, ("", *letters, " ")


def said(crops: Sequence[Any]) -> list[Said]:
    """Each crop (a grey array, dark on light) as text; crops of like width go through the model together."""
    sized = [_sized(crop) for crop in crops]
    out: list[Said] = [Said("", 0.0)] * len(crops)
    order = sorted(range(len(crops)), key=lambda i: sized[i].shape[1])
    while order:
        width = sized[order[0]].shape[1]
        same = [i for i in order[: max(1, BATCH_PIXELS // width)] if sized[i].shape[1] == width]
        batch = np.stack([np.repeat(sized[i][np.newaxis], 3, axis=0) for i in same])
        for i, result in zip(same, _decoded(batch), strict=True):
            out[i] = result
        order = order[len(same) :]
    return out


def _sized(crop: Any) -> Any:
    """The crop at the model's height, padded with its own paper, values -1 … 1."""
    wide = max(1, min(MOST_WIDTH, round(crop.shape[1] * HEIGHT / crop.shape[0])))
    small = cv2.resize(
        crop, (wide, HEIGHT), interpolation=cv2.INTER_AREA if crop.shape[0] > HEIGHT else cv2.INTER_CUBIC
    )
    full = max(LEAST_WIDTH, -(-wide // STEP) * STEP)
    paper = np.full((HEIGHT, full), float(np.percentile(crop, 90)), dtype=np.float32)
    paper[:, :wide] = small
    return paper / 127.5 - 1


def _decoded(batch: Any) -> list[Said]:
    model, letters = session()
    chances = model.run(None, {model.get_inputs()[0].name: batch})[0]
    best = chances.argmax(axis=2)
    out = []
    for row, indices in zip(chances, best, strict=True):
        steps = [i for i, k in enumerate(indices) if k and (i == 0 or indices[i - 1] != k)]
        text = "".join(letters[indices[i]] if indices[i] < len(letters) else "" for i in steps)
        odds = [float(row[i, indices[i]]) for i in steps]
        if text.strip() and all(letter in _FIGURE_LIKE for letter in text):
            text, odds = _as_figure(text, row, steps)
        out.append(Said(text.strip(), min(odds, default=0.0), _guarded(text, odds).strip()))
    return out


def _guarded(text: str, odds: Sequence[float]) -> str:
    """The text without the digits that are not sure, each of them still one character long."""
    if len(text) != len(odds):
        return text
    return "".join(
        UNSURE if letter.isdigit() and chance < SURE_DIGIT else letter
        for letter, chance in zip(text, odds, strict=True)
    )


def _as_figure(text: str, row: Any, steps: Sequence[int]) -> tuple[str, list[float]]:
    """A text of nothing but figures and their look-alikes: a lone ring is 0, whichever ring the model took it for."""
    figure = text.translate(_TWINS)
    twins = _twin_indices()
    return figure, [float(row[i, list(twins[letter])].sum()) for i, letter in zip(steps, figure, strict=True)]


@lru_cache(maxsize=1)
def _twin_indices() -> dict[str, tuple[int, ...]]:
    """A figure's character → the model's indices of all that look like it."""
    places = {letter: i for i, letter in enumerate(session()[1])}
    groups = {figure: f"{figure}{LOOK_ALIKE.get(figure, '')}" for figure in "0123456789.,-+%/—"}
    return {figure: tuple(places[c] for c in group if c in places) for figure, group in groups.items()}
