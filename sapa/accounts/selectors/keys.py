"""The keys of the API as their page lists them."""

from django.db.models import F, QuerySet

from sapa.accounts.models import ApiKey, Membership
from sapa.base.permissions import Capability, allowed

MOST = 200


def makers() -> frozenset[int]:
    """Of this workspace, who may make keys: what anybody else has made opens nothing."""
    members = Membership.objects.filter(user__is_active=True).values_list("user_id", "role")
    return frozenset(user_id for user_id, role in members if allowed(role, Capability.API_MANAGE))


def api_keys() -> QuerySet[ApiKey]:
    """Newest first; those that open nothing any more after the others."""
    return ApiKey.objects.select_related("author").order_by(F("revoked_at").asc(nulls_first=True), "-pk")[
        :MOST
    ]
