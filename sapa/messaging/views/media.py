"""One file of a message, for whoever may read conversations: signed, of this workspace, never run by the browser."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from sapa.base.media import file_response, readable
from sapa.base.permissions import Capability, requires
from sapa.base.scope import current_workspace_id
from sapa.messaging.models import Media


@require_GET
@requires(Capability.INBOX_VIEW)
def media(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """404 also for a link whose time has passed: the page that shows it makes a new one."""
    given = {"until": request.GET.get("sampai", ""), "signature": request.GET.get("tanda", "")}
    if not readable(request.path, workspace_id=current_workspace_id(), **given):
        raise Http404
    found = get_object_or_404(Media, public_id=public_id, state=Media.State.STORED)
    try:
        file = default_storage.open(found.name, "rb")
    except FileNotFoundError:
        raise Http404 from None
    return file_response(request, file, size=found.size, kind=found.type, filename=found.filename)
