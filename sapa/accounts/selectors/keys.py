"""The keys of the API as their page lists them."""

from django.db.models import F, QuerySet

from sapa.accounts.models import ApiKey

MOST = 200


def api_keys() -> QuerySet[ApiKey]:
    """Newest first; those that open nothing any more after the others."""
    return ApiKey.objects.select_related("author").order_by(F("revoked_at").asc(nulls_first=True), "-pk")[
        :MOST
    ]
