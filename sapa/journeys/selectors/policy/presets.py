"""Ready-made seasons by the names that the page's address gives them: filled into the form, saved by a person."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sapa.domain.seasons import COLLECTION, FRIDAY, LEBARAN, RAMADAN, SWITCHED_ON

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "ramadan": SWITCHED_ON[RAMADAN],
    "lebaran": SWITCHED_ON[LEBARAN],
    "jumat": SWITCHED_ON[FRIDAY],
    "penagihan": SWITCHED_ON[COLLECTION],
}
PRESET_NAMES: Mapping[str, str | Promise] = {
    "ramadan": _("Ramadan"),
    "lebaran": _("Lebaran"),
    "jumat": _("Friday prayer"),
    "penagihan": _("Collection (OJK)"),
}
