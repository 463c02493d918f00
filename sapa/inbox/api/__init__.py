"""What programs do in the inbox: answer as a person of the team does, and keep tickets."""

from ninja import Router

from sapa.inbox.api.answers import router as answers
from sapa.inbox.api.tickets import router as tickets

router = Router()
router.add_router("", answers)
router.add_router("", tickets)
