"""Short texts that are called by a word: `{nama}` and its kin stand for what the records know."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

PLACE = re.compile(r"\{\s*([a-z_]+)\s*\}", re.IGNORECASE)
SHORTCUT = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
PATHS: Mapping[str, str] = MappingProxyType(
    {
        "nama": "panggilan",
        "salam": "salam",
        "toko": "toko",
        "agen": "agen",
        "jam": "jam_layanan",
        "pesanan": "pesanan.nomor",
        "barang": "pesanan.barang",
        "total": "pesanan.total",
        "bayar": "pesanan.tautan_bayar",
        "batas": "pesanan.batas_bayar",
        "kurir": "kirim.kurir",
        "resi": "kirim.resi",
        "tiba": "kirim.perkiraan_tiba",
        "lacak": "pesanan.tautan_lacak",
    }
)


@dataclass(frozen=True, slots=True)
class Filling:
    """`missing`: names that nothing is known for; they keep their braces, which the message guard stops."""

    text: str
    missing: tuple[str, ...]


def fill(text: str, values: Mapping[str, Any]) -> Filling:
    """`values` nested by path, blank where nothing is known."""
    missing: dict[str, None] = {}

    def told(place: re.Match[str]) -> str:
        name = place[1].lower()
        known = value_of(PATHS.get(name, ""), values)
        if not known:
            missing[name] = None
        return known or "{" + name + "}"

    return Filling(PLACE.sub(told, text), tuple(missing))


def value_of(path: str, values: Mapping[str, Any]) -> str:
    found: Any = values
    for part in path.split("."):
        found = found.get(part, "") if isinstance(found, Mapping) else ""
    return found.strip() if isinstance(found, str) else ""


def unknown(text: str) -> list[str]:
    """Names in braces that no quick reply can fill, in order."""
    return list(dict.fromkeys(name for name in map(str.lower, PLACE.findall(text)) if name not in PATHS))
