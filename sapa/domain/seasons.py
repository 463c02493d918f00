"""Ready-made settings for Ramadan, Lebaran, Friday prayer and collecting payments: one switch each.

`domain.md` §2.4. Each is a piece of the policy's settings; off by default.
"""

from collections.abc import Mapping
from typing import Any

RAMADAN, LEBARAN, FRIDAY, COLLECTION = "ramadan", "lebaran", "friday_prayer", "collection"

# POJK 22/2023 art. 62: Monday to Saturday, 08.00 to 20.00 where the consumer is, not on national holidays.
SWITCHED_ON: Mapping[str, Mapping[str, Any]] = {
    RAMADAN: {"ramadan": {"iftar_pause": ["17:30", "19:00"], "b2b_window": ["09:00", "15:00"]}},
    LEBARAN: {
        "lebaran": {
            "pause": {
                "before_days": 2,
                "after_days": 3,
                "classes": ["care", "promo"],
                "segments": ["b2c", "b2b"],
            }
        }
    },
    FRIDAY: {"friday_prayer": {"pause": ["11:30", "13:00"]}},
    COLLECTION: {
        "collection": {"window": ["08:00", "20:00"], "days": [0, 1, 2, 3, 4, 5], "block_national": True}
    },
}
SWITCHED_OFF: Mapping[str, Mapping[str, Any]] = {
    RAMADAN: {"ramadan": {"iftar_pause": None, "b2b_window": None}},
    LEBARAN: {"lebaran": {"pause": None}},
    FRIDAY: {"friday_prayer": {"pause": None}},
    COLLECTION: {"collection": None},
}
PRESETS = tuple(SWITCHED_ON)


def is_on(preset: str, settings: Mapping[str, Any]) -> bool:
    """Whether the settings hold anything of this preset, with whatever times."""
    [(key, off)] = SWITCHED_OFF[preset].items()
    value = settings.get(key)
    return value is not None if off is None else any((value or {}).values())
