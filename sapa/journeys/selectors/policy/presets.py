"""Values that a season or a line of business usually wants: filled into the form, saved only by a person."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "ramadan": {"ramadan": {"iftar_pause": ["17:30", "19:00"], "b2b_window": ["09:00", "15:00"]}},
    "lebaran": {
        "lebaran": {
            "pause": {
                "before_days": 2,
                "after_days": 3,
                "classes": ["care", "promo"],
                "segments": ["b2b", "b2c"],
            }
        }
    },
    "jumat": {"friday_prayer": {"pause": ["11:30", "13:00"]}},
    "penagihan": {
        "collection": {"window": ["08:00", "20:00"], "days": [0, 1, 2, 3, 4, 5], "block_national": True}
    },
}
PRESET_NAMES: Mapping[str, str | Promise] = {
    "ramadan": _("Ramadan"),
    "lebaran": _("Lebaran"),
    "jumat": _("Friday prayer"),
    "penagihan": _("Collection (OJK)"),
}
