"""People over the API: the same services and selectors as their pages."""

from sapa.contacts.api.people import router
from sapa.contacts.api.wishes import router as wishes

router.add_router("", wishes)

__all__ = ["router"]
