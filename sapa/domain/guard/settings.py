"""What a workspace may choose about the guard: its own pressure words, its brand's familiar words, promo streaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class GuardSettings:
    """`promo_streak`: whether a third promo in a row is stopped."""

    brand_words: tuple[str, ...] = ()
    pressure_words: tuple[str, ...] = ()
    promo_streak: bool = True


DEFAULT = GuardSettings()


def guard_settings(document: Mapping[str, Any]) -> GuardSettings:
    """From the `guard` subtree of the workspace's settings; what is absent keeps its default."""
    return GuardSettings(
        brand_words=tuple(document.get("brand_words") or ()),
        pressure_words=tuple(document.get("pressure_words") or ()),
        promo_streak=bool(document.get("promo_streak", True)),
    )
