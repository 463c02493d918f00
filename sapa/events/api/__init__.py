"""What happened, and who is told of it."""

from ninja import Router

from sapa.events.api.log import router as log
from sapa.events.api.webhooks import router as webhooks

router = Router()
router.add_router("", log)
router.add_router("", webhooks)

__all__ = ["router"]
