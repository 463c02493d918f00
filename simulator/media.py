"""Media of both directions, in memory: uploads, and the pictures that customers send."""

import struct
import zlib
from dataclasses import dataclass
from hashlib import sha256

from simulator import ids


@dataclass(frozen=True, slots=True)
class Media:
    id: str
    mime_type: str
    content: bytes
    filename: str = ""

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


class MediaStore:
    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._by_id: dict[str, Media] = {}

    def add(self, content: bytes, mime_type: str, *key: object, filename: str = "") -> Media:
        """Keyed by `key`, or by the content and its order when there is none."""
        media_id = ids.digits(
            16, self._seed, "media", *(key or (len(self._by_id), sha256(content).hexdigest()))
        )
        self._by_id[media_id] = Media(id=media_id, mime_type=mime_type, content=content, filename=filename)
        return self._by_id[media_id]

    def find(self, media_id: str) -> Media | None:
        return self._by_id.get(media_id)

    def delete(self, media_id: str) -> bool:
        return self._by_id.pop(media_id, None) is not None


def placeholder_picture(seed: int, wamid: str, size: int = 96) -> bytes:
    """A PNG with a soft diagonal of two colours, so that two pictures can be told apart."""
    random = ids.rng(seed, "picture", wamid)
    dark, light = ([random.randrange(low, low + 90) for _ in range(3)] for low in (60, 150))
    rows = (
        b"\0" + b"".join(bytes(blend(dark, light, x + y, size)) for x in range(size)) for y in range(size)
    )
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"".join(rows))), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def blend(dark: list[int], light: list[int], step: int, size: int) -> list[int]:
    return [d + (b - d) * step // (2 * size) for d, b in zip(dark, light, strict=True)]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
