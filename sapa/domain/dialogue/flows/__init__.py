"""What each intent comes to. A flow is a function of the turn named as its intent; it reads and never writes.

What the engine (`deciding`) has done before it calls one:
- `turn.talk.language` is that of the customer; `turn.talk.intents` ends with the intent of this message.
- `turn.talk.slots` holds what this flow collected and every slot of this message, `photo` too. What the flow reads
  by itself, such as an address that stands alone, it adds by `talking.with_slot`.
- `turn.talk.flow` is the flow's own name while it is open: then it is called with every message that is for it, and
  `turn.talk.asked` is what it asked for. Side questions, "ga jadi" and wishes for a person do not reach it.
- `turn.talk.pending` is only there when the customer has just said an explicit yes to it, in time: look at the
  records again, then `moving.does`. After a no, a changed value ("ya tapi …") or a late yes it is None: propose anew,
  or ask.
- Whoever is not proven does not get here with an intent that is about orders of their own.

What comes back is made by `moving` (answers, asks, proposes, does, opens) or `handing.hands_over`. The engine adds
the disclosure of the first reply, cuts the text to its length, and opens a person's door when the same is asked again.
"""

from collections.abc import Callable, Mapping

from sapa.domain.dialogue.flows.address import change_address
from sapa.domain.dialogue.flows.cancelling import cancel_order
from sapa.domain.dialogue.flows.changing import change_order
from sapa.domain.dialogue.flows.complaining import complaint
from sapa.domain.dialogue.flows.declining import other
from sapa.domain.dialogue.flows.greeting import greeting
from sapa.domain.dialogue.flows.invoices import invoice_request
from sapa.domain.dialogue.flows.late import delivery_late
from sapa.domain.dialogue.flows.opting import opt_out
from sapa.domain.dialogue.flows.ordering import place_order
from sapa.domain.dialogue.flows.paying import how_to_pay
from sapa.domain.dialogue.flows.payments import payment_confirmation
from sapa.domain.dialogue.flows.person import talk_to_human
from sapa.domain.dialogue.flows.products import product_info, stock_price
from sapa.domain.dialogue.flows.promos import promo_question
from sapa.domain.dialogue.flows.reporting import defective_wrong_item
from sapa.domain.dialogue.flows.returning import return_refund
from sapa.domain.dialogue.flows.scoring import feedback_csat
from sapa.domain.dialogue.flows.status import order_status
from sapa.domain.dialogue.flows.store import store_info
from sapa.domain.dialogue.flows.subscribing import subscription_renewal
from sapa.domain.dialogue.flows.thanks import thanks_closing
from sapa.domain.dialogue.flows.tracking import tracking_number
from sapa.domain.dialogue.flows.usage import usage_guide
from sapa.domain.dialogue.flows.warranties import warranty
from sapa.domain.dialogue.types import Move, Turn

Flow = Callable[[Turn], Move]

FLOWS: Mapping[str, Flow] = {
    "order_status": order_status,
    "tracking_number": tracking_number,
    "delivery_late": delivery_late,
    "invoice_request": invoice_request,
    "payment_confirmation": payment_confirmation,
    "how_to_pay": how_to_pay,
    "product_info": product_info,
    "stock_price": stock_price,
    "usage_guide": usage_guide,
    "promo_question": promo_question,
    "store_info": store_info,
    "place_order": place_order,
    "cancel_order": cancel_order,
    "change_address": change_address,
    "change_order": change_order,
    "subscription_renewal": subscription_renewal,
    "defective_wrong_item": defective_wrong_item,
    "return_refund": return_refund,
    "warranty": warranty,
    "complaint": complaint,
    "greeting": greeting,
    "thanks_closing": thanks_closing,
    "opt_out": opt_out,
    "feedback_csat": feedback_csat,
    "other": other,
    "talk_to_human": talk_to_human,
}
