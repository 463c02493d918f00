"""Pictures that customers hand in by a public page."""

from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.storage import default_storage

from sapa.base.media import HEAD, sniff
from sapa.base.scope import current_workspace_id

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LARGEST = 5_000_000
KINDS = frozenset({"image/jpeg", "image/png", "image/webp"})


def is_picture(file: "UploadedFile[bytes]") -> bool:
    """By its first bytes, and small enough."""
    if not file.size or file.size > LARGEST:
        return False
    kind = sniff(file.read(HEAD))
    file.seek(0)
    return kind in KINDS


def kept(file: "UploadedFile[bytes]") -> str:
    """Its name in storage, which tells nothing."""
    name = uuid4().hex
    return default_storage.save(f"{current_workspace_id()}/{name[:2]}/{name}", file)
