"""Which files WhatsApp takes as what, and how large."""

from collections.abc import Mapping
from typing import NamedTuple

from sapa.base.media import UNSAFE

from .breaches import FILE_TOO_LARGE, FILE_TYPE, Breach

MB, KB = 1024 * 1024, 1024


class Kind(NamedTuple):
    """`types` empty: every type that does no harm."""

    most: int
    types: frozenset[str] = frozenset()


KINDS: Mapping[str, Kind] = {
    "image": Kind(5 * MB, frozenset({"image/jpeg", "image/png"})),
    "video": Kind(16 * MB, frozenset({"video/mp4", "video/3gpp"})),
    "audio": Kind(
        16 * MB, frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/opus"})
    ),
    "sticker": Kind(100 * KB, frozenset({"image/webp"})),
    "document": Kind(100 * MB),
}
MOVING_STICKER = 500 * KB
LARGEST = max(kind.most for kind in KINDS.values())


def kind_of(type: str, size: int) -> str:
    """As what a file of that sniffed type goes out; what is too large or unusual for its kind is a document."""
    return next(
        (name for name in ("image", "video", "audio") if not file_breach(name, type, size)), "document"
    )


def file_breach(kind: str, type: str, size: int, *, moving: bool = False) -> Breach | None:
    """`type` is sniffed, `size` in bytes."""
    allowed = KINDS[kind]
    if type in UNSAFE or (allowed.types and type not in allowed.types):
        return Breach(FILE_TYPE, kind, found=type)
    most = MOVING_STICKER if kind == "sticker" and moving else allowed.most
    if size > most:
        return Breach(FILE_TOO_LARGE, kind, f"{most / MB:.1f}".removesuffix(".0"), size)
    return Breach(FILE_TYPE, kind, found="0 B") if size == 0 else None
