"""Files of messages: fetched while the provider keeps them, stored under random names, uploaded when they go out."""

import asyncio
import logging
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple, Protocol, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from sapa.accounts.selectors import workspace_ids
from sapa.base.media import HEAD, sniff
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.base.sealed import SealError
from sapa.messaging.models import Channel, Media, Message
from sapa.messaging.schemas import Sender
from sapa.messaging.services.channels import opened_token
from sapa.messaging.services.conversations import tell
from sapa.web.errors import Refused, refusal

EMPTY_FILE = refusal("empty_file", _("This file is empty."), _("Choose another file."))
FILE_TAKES_NO_WORDS = refusal(
    "file_takes_no_words",
    _("WhatsApp takes no words together with a voice message."),
    _("Send the words as a message of their own."),
)
KEPT_BY_PROVIDER = timedelta(days=7)
KEPT_UPLOAD = timedelta(days=29)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=6)
AT_ONCE = 6
IN_MEMORY = 1_000_000
LONGEST_NAME, LONGEST_TYPE = 160, 100
State = Media.State
logger = logging.getLogger(__name__)


class Upload(NamedTuple):
    """`provider_id` is empty when the provider does not have the file (any more)."""

    name: str
    provider_id: str
    type: str
    filename: str
    size: int

    def open(self) -> IO[bytes]:
        """The plain file within Django's, as the HTTP client wants it."""
        return cast(IO[bytes], default_storage.open(self.name, "rb").file)


class Fetched(Protocol):
    """What a channel's client says of one download."""

    @property
    def state(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def sha256(self) -> str: ...


class Fetcher(Protocol):
    async def download(self, channel: Sender, provider_id: str, into: IO[bytes]) -> Fetched: ...


def want_media(*, messages: Sequence[Message], now: datetime) -> int:
    """Notes the files of new messages; `payload` says media_id, media_type and filename. In their transaction."""
    wanted = [_wanted(message, now) for message in messages if message.payload.get("media_id")]
    Media.objects.bulk_create(wanted)
    return len(wanted)


def _wanted(message: Message, now: datetime) -> Media:
    return Media(
        channel_id=message.channel_id,
        message_id=message.pk,
        direction="in",
        state=State.WANTED,
        provider_id=message.payload["media_id"],
        provider_until=now + KEPT_BY_PROVIDER,
        claimed_type=str(message.payload.get("media_type", ""))[:LONGEST_TYPE],
        filename=str(message.payload.get("filename", ""))[:LONGEST_NAME],
        next_at=now,
        created_at=now,
    )


def fetch_due(*, now: datetime) -> int:
    """Fetches what is due in all workspaces; returns how many were tried. Not in a scope, not in an event loop."""
    return sum(_fetch_some(workspace_id, now) for workspace_id in workspace_ids())


def _fetch_some(workspace_id: int, now: datetime) -> int:
    with workspace_scope(workspace_id):
        due = _claim(now)
        senders = _senders({row.channel_id for row in due if row.channel_id})
    if not due:
        return 0
    files: list[IO[bytes]] = [SpooledTemporaryFile(IN_MEMORY) for _row in due]  # noqa: SIM115
    try:
        found = asyncio.run(_fetch(due, senders, files))
        for row, fetched, file in zip(due, found, files, strict=True):
            with workspace_scope(workspace_id):
                _settle(row, fetched, file, now)
    finally:
        for file in files:
            file.close()
    return len(due)


def _claim(now: datetime) -> list[Media]:
    """Their next time is set before they are tried, so that a dead worker leaves them to the next one."""
    rows = Media.objects.filter(state=State.WANTED, direction="in", next_at__lte=now).order_by(
        "next_at", "id"
    )
    due = list(rows.select_for_update(skip_locked=True)[:AT_ONCE])
    for row in due:
        row.attempts += 1
        row.next_at = now + min(FIRST_WAIT * 4 ** min(row.attempts - 1, 8), LONGEST_WAIT)
    Media.objects.bulk_update(due, ["attempts", "next_at"])
    return due


def _senders(channel_ids: set[int]) -> dict[int, Sender]:
    """A token that cannot be opened is somebody else's alarm: the file waits."""
    return {pk: sender for pk, sender in _opened(channel_ids) if sender}


def _opened(channel_ids: set[int]) -> Iterator[tuple[int, Sender | None]]:
    for channel in Channel.objects.filter(pk__in=channel_ids):
        try:
            token = opened_token(channel)
        except SealError:
            continue
        yield (
            channel.pk,
            Sender(
                channel.pk,
                current_workspace_id(),
                channel.kind,
                channel.external_id,
                channel.account_id,
                0,
                token,
            ),
        )


async def _fetch(
    due: Sequence[Media], senders: dict[int, Sender], files: Sequence[IO[bytes]]
) -> list[Fetched | None]:
    """By one client for each kind of channel that is asked."""
    found: list[Fetched | None] = [None] * len(due)
    for kind in {sender.kind for sender in senders.values()}:
        async with import_string(settings.CHANNELS)[kind].client() as client:
            mine = [
                place
                for place, row in enumerate(due)
                if row.channel_id in senders and senders[row.channel_id].kind == kind
            ]
            asked = [_one(client, senders[cast(int, due[p].channel_id)], due[p], files[p]) for p in mine]
            for place, answer in zip(mine, await asyncio.gather(*asked), strict=True):
                found[place] = answer
    return found


async def _one(client: Fetcher, sender: Sender, row: Media, file: IO[bytes]) -> Fetched:
    return await client.download(sender, row.provider_id, file)


def _settle(row: Media, fetched: Fetched | None, file: IO[bytes], now: datetime) -> None:
    changes: dict[str, Any]
    if fetched is None:
        changes = {"error": "no_token"}
    elif fetched.state == "stored":
        changes = _stored(row, fetched, file)
    else:
        changes = {"error": fetched.code[:40], "state": _state(row, fetched, now)}
        logger.warning("media %s: %s (%s)", row.pk, fetched.state, fetched.code)
    Media.objects.filter(pk=row.pk, state=State.WANTED).update(**changes)
    if changes.get("state", State.WANTED) != State.WANTED:
        tell(changed=Message.objects.filter(pk=row.message_id or 0).values_list("conversation_id", flat=True))


def _state(row: Media, fetched: Fetched, now: datetime) -> str:
    if fetched.state == "refused":
        return State.REFUSED
    over = row.provider_until is not None and row.provider_until <= now
    return State.LOST if over or fetched.state == "gone" else State.WANTED


def _stored(row: Media, fetched: Fetched, file: IO[bytes]) -> dict[str, Any]:
    claimed = fetched.type or row.claimed_type
    return {
        "state": State.STORED,
        "type": _sniffed(file, claimed, row.filename),
        "claimed_type": claimed[:LONGEST_TYPE],
        "size": fetched.size,
        "sha256": fetched.sha256,
        "name": _save(file),
        "error": "",
    }


def _sniffed(file: IO[bytes], claimed: str, filename: str) -> str:
    file.seek(0)
    return sniff(file.read(HEAD), claimed=claimed, filename=filename)


def _save(file: IO[bytes]) -> str:
    """A name that tells nothing and that nobody can guess."""
    file.seek(0)
    name = uuid.uuid4().hex
    return default_storage.save(f"{current_workspace_id()}/{name[:2]}/{name}", File(file))


def want_again(*, message_id: int, now: datetime) -> bool:
    """A file that could not be fetched is tried once more while the provider may still have it."""
    rows = Media.objects.filter(message_id=message_id, direction="in", provider_until__gt=now)
    waiting = rows.exclude(provider_id="").exclude(error="revoked")
    asked = waiting.filter(state__in=[State.LOST, State.WANTED]).update(
        state=State.WANTED, next_at=now, attempts=0, error=""
    )
    return bool(asked)


def forget_files(*, message_id: int, error: str) -> None:
    """What the customer took back is not kept: the bytes go when this is committed."""
    rows = Media.objects.filter(message_id=message_id, state__in=[State.WANTED, State.STORED])
    names = [name for name in rows.values_list("name", flat=True) if name]
    rows.update(state=State.LOST, error=error, name="", provider_id="")
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


def store_upload(*, channel_id: int, file: "UploadedFile[bytes]", now: datetime) -> Media:
    """A file that a person wants to send. Raises Refused("empty_file"); limits are the caller's."""
    if not file.size:
        raise Refused(EMPTY_FILE)
    content, claimed = cast(IO[bytes], file), (file.content_type or "")[:LONGEST_TYPE]
    filename = (file.name or "")[-LONGEST_NAME:]
    return Media.objects.create(
        channel_id=channel_id,
        direction="out",
        state=State.STORED,
        claimed_type=claimed,
        type=_sniffed(content, claimed, filename),
        filename=filename,
        size=file.size,
        name=_save(content),
        next_at=now,
        created_at=now,
    )


def upload_of(*, media_id: int, now: datetime) -> Upload | None:
    """None when there is no such file in storage."""
    row = Media.objects.filter(pk=media_id, state=State.STORED).first()
    if row is None or not default_storage.exists(row.name):
        return None
    good = row.direction == "out" and row.provider_until is not None and row.provider_until > now
    return Upload(row.name, row.provider_id if good else "", row.type, row.filename, row.size)


def keep_provider_id(*, media_id: int, provider_id: str, now: datetime) -> None:
    """The provider keeps an upload for 30 days; a day early is soon enough to upload it again."""
    Media.objects.filter(pk=media_id).update(provider_id=provider_id, provider_until=now + KEPT_UPLOAD)


def media_id_of(message: Message) -> int:
    """Our row of the file that an outbound message carries; 0 when there is none."""
    header = message.payload.get("parts", {}).get("header") or {}
    return int(message.payload.get("content", {}).get("media") or header.get("media") or 0)
