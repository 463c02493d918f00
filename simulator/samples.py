"""Small files that customers send when nobody chooses one: a picture, a voice note, a film, a document, a sticker."""

import struct
import zlib

from simulator import ids

OGG = (
    b"OggS\x00\x02"
    + bytes(8)
    + b"SAPA"
    + bytes(8)
    + b"\x01\x13OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00"
    + bytes(3)
)
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\x00\x00\x00\x08mdat"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
FILES = {
    "audio": ("audio/ogg; codecs=opus", OGG, ""),
    "video": ("video/mp4", MP4, ""),
    "document": ("application/pdf", PDF, "bukti-transfer.pdf"),
    "sticker": ("image/webp", WEBP, ""),
}


def sample(kind: str, seed: int, wamid: str) -> tuple[str, bytes, str]:
    """MIME type, content and file name."""
    return ("image/png", picture(seed, wamid), "") if kind == "image" else FILES[kind]


def picture(seed: int, wamid: str, size: int = 96) -> bytes:
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
