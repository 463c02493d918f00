"""The files of messages and their signed addresses."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse

from sapa.base.media import linked
from sapa.base.scope import current_workspace_id
from sapa.messaging.models import Media, Message
from sapa.messaging.services.media import media_id_of


def files_of(messages: Sequence[Message]) -> dict[int, Media]:
    """By message id, in one query; outbound messages name their file in what they carry."""
    named = {message.pk: media_id_of(message) for message in messages}
    rows = Media.objects.filter(Q(message_id__in=list(named)) | Q(pk__in=[pk for pk in named.values() if pk]))
    found = {row.pk: row for row in rows}
    received = {row.message_id: row for row in found.values() if row.message_id}
    chosen = {pk: received.get(pk) or found.get(media_id) for pk, media_id in named.items()}
    return {pk: row for pk, row in chosen.items() if row}


def link_of(media: Media) -> str:
    """An address that expires; empty while there is nothing to show."""
    if media.state != Media.State.STORED:
        return ""
    return linked(reverse("messaging:media", args=[media.public_id]), workspace_id=current_workspace_id())
