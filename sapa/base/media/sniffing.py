"""What a file is by its first bytes; what the sender calls it decides nothing but the shade of a container."""

import re
from collections.abc import Sequence

HEAD = 8192
BINARY, TEXT = "application/octet-stream", "text/plain"
INLINE = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "audio/aac",
        "audio/amr",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "audio/wav",
        "video/3gpp",
        "video/mp4",
        "video/webm",
    }
)
UNSAFE = frozenset(
    {
        "application/x-executable",
        "application/x-msdownload",
        "application/x-java-archive",
        "image/svg+xml",
        "text/html",
        "text/xml",
        "text/x-script",
    }
)
OFFICE = "application/vnd.openxmlformats-officedocument."
STARTS: Sequence[tuple[bytes, str]] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"\xca\xfe\xba\xbe", "application/x-executable"),
    (b"\xcf\xfa\xed\xfe", "application/x-executable"),
    (b"\xfe\xed\xfa", "application/x-executable"),
    (b"#!", "text/x-script"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BM", "image/bmp"),
)
MP3_FRAME = re.compile(rb"\xff[\xe2-\xe3\xf2-\xf3\xfa-\xfb]")
MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script|iframe|svg|\?xml|!doctype\s+svg|math|a\s|img\s|div|meta|style)",
    re.IGNORECASE | re.DOTALL,
)
IN_ZIP = (
    (b"word/", OFFICE + "wordprocessingml.document"),
    (b"xl/", OFFICE + "spreadsheetml.sheet"),
    (b"ppt/", OFFICE + "presentationml.presentation"),
    (b"META-INF/MANIFEST.MF", "application/x-java-archive"),
    (b"AndroidManifest.xml", "application/x-java-archive"),
    (b"classes.dex", "application/x-java-archive"),
)
OLD_OFFICE = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
}


def sniff(head: bytes, *, claimed: str = "", filename: str = "") -> str:
    """The media type by the first `HEAD` bytes."""
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(
            head[8:12], BINARY
        )
    if head[4:8] == b"ftyp":
        return _of_mp4(head[8:12], claimed)
    if head[:4] == b"PK\x03\x04":
        return next((kind for name, kind in IN_ZIP if name in head), "application/zip")
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return OLD_OFFICE.get(filename.rpartition(".")[2].lower(), "application/x-ole-storage")
    if found := next((kind for start, kind in STARTS if head.startswith(start)), ""):
        return found
    if MP3_FRAME.match(head):
        return "audio/mpeg"
    return _of_text(head)


def _of_mp4(brand: bytes, claimed: str) -> str:
    """Sound alone often carries the brand of films: then the sender's word for it counts."""
    if brand.startswith(b"3g"):
        return "video/3gpp"
    if brand.startswith((b"M4A", b"M4B")) or claimed.startswith("audio/"):
        return "audio/mp4"
    return "image/heic" if brand in {b"heic", b"heix", b"mif1", b"avif"} else "video/mp4"


def _of_text(head: bytes) -> str:
    """Also in UTF-16, as a browser would read it."""
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    plain = head.decode("utf-16", "ignore").encode() if wide else head.removeprefix(b"\xef\xbb\xbf")
    if found := MARKUP.match(plain):
        word = found[1].lower()
        return "image/svg+xml" if b"svg" in word or b"<svg" in plain.lower() else "text/html"
    if b"\0" in plain:
        return BINARY
    try:
        plain[:-4].decode() if len(plain) >= HEAD else plain.decode()
    except UnicodeDecodeError:
        return BINARY
    return TEXT if plain else BINARY
