"""The rules that are functions: importing this module registers them all."""

from parse.checks import (
    alike,
    arithmetic,
    narrative,
    overview_told,
    period,
    quality,
    remedies_told,
    structure,
    years,
)

__all__ = [
    "alike",
    "arithmetic",
    "narrative",
    "overview_told",
    "period",
    "quality",
    "remedies_told",
    "structure",
    "years",
]
