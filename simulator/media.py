"""Media of both directions, in memory: uploads, and what customers send. Ids and addresses expire."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from simulator import ids
from simulator.errors import GraphError

KB, MB = 1024, 1024 * 1024
IMAGE, AUDIO, VIDEO, DOCUMENT, STICKER = 5 * MB, 16 * MB, 16 * MB, 100 * MB, 500 * KB
CONTENT: dict[str, dict[str, int]] = {
    "image": {"image/jpeg": IMAGE, "image/png": IMAGE},
    "sticker": {"image/webp": STICKER},
    "audio": dict.fromkeys(("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), AUDIO),
    "video": {"video/mp4": VIDEO, "video/3gpp": VIDEO},
    "document": dict.fromkeys(
        (
            "text/plain",
            "text/csv",
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "image/jpeg",
            "image/png",
            "video/mp4",
        ),
        DOCUMENT,
    ),
}
MAGIC = {
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8\xff",
    "image/webp": b"RIFF",
    "application/pdf": b"%PDF",
}
URL_LIVES = 300
UPLOAD_LIVES, INBOUND_LIVES = timedelta(days=30), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Media:
    id: str
    mime_type: str
    content: bytes
    filename: str = ""
    expires: datetime | None = None

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


class MediaStore:
    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._by_id: dict[str, Media] = {}

    def add(
        self,
        content: bytes,
        mime_type: str,
        *key: object,
        filename: str = "",
        expires: datetime | None = None,
    ) -> Media:
        """Keyed by `key`, or by the content and its order when there is none."""
        media_id = ids.digits(
            16, self._seed, "media", *(key or (len(self._by_id), sha256(content).hexdigest()))
        )
        made = Media(id=media_id, mime_type=mime_type, content=content, filename=filename, expires=expires)
        self._by_id[media_id] = made
        return made

    def find(self, media_id: str, at: datetime | None = None) -> Media | None:
        """`at`: only if it still lives then."""
        found = self._by_id.get(media_id)
        if found is None or (at is not None and found.expires is not None and at >= found.expires):
            return None
        return found

    def delete(self, media_id: str) -> bool:
        return self._by_id.pop(media_id, None) is not None


def address(base: str, secret: str, media_id: str, at: datetime) -> str:
    """Where the file can be fetched with the token, for five minutes."""
    until = int(at.timestamp()) + URL_LIVES
    return f"{base}/media/{media_id}?until={until}&hash={signed(secret, media_id, str(until))}"


def signed(secret: str, media_id: str, until: str) -> str:
    return ids.digest("address", secret, media_id, until).hex()[:32]


def check_upload(mime_type: str, content: bytes) -> None:
    """Type, size and first bytes. Raises GraphError 131053."""
    plain = mime_type.split(";")[0].strip().lower()
    limits = [kinds[plain] for kinds in CONTENT.values() if plain in kinds]
    if not limits:
        raise GraphError(131053, f"Files of type {plain} are not supported")
    if len(content) > min(limits):
        raise GraphError(131053, f"A file of type {plain} may have at most {min(limits)} bytes")
    if not content:
        raise GraphError(131053, "The file is empty")
    if plain in MAGIC and not content.startswith(MAGIC[plain]):
        raise GraphError(131053, f"The file is no {plain}")
