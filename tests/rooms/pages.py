"""One room's pages without the rest of the house: their addresses, the least of a shell, a browser of somebody."""

import copy
from typing import Any

from django.conf import LazySettings
from django.http import HttpRequest
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import add_member
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, Role, allowed
from sapa.base.scope import workspace_scope

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


def browser(shop: Workspace, role: Role = Role.OWNER, email: str = "ani@tokosari.test") -> Client:
    with workspace_scope(shop.pk):
        add_member(email=email, name="Ani", role=role)
    client = Client()
    client.force_login(User.objects.get(email=email), backend=LOGIN)
    return client


def stand_alone(settings: LazySettings, urls: str) -> None:
    """The room without `config`: its own addresses and a shell that links nowhere."""
    settings.ROOT_URLCONF = urls
    templates: list[Any] = copy.deepcopy(settings.TEMPLATES)
    known = templates[0]["OPTIONS"]["context_processors"]
    known[known.index("sapa.config.context.house")] = "tests.rooms.pages.shell"
    settings.TEMPLATES = templates


def shell(request: HttpRequest) -> dict[str, Any]:
    membership = getattr(request, "membership", None)
    if membership is None:
        return {}
    can = {capability.name: allowed(membership.role, capability) for capability in Capability}
    return {"now": business_now(), "zone": membership.workspace.timezone, "can": can}
