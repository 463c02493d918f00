"""tmp"""

from collections import Counter
from dataclasses import dataclass

from sapa.journeys.models import FollowUp, Decision
from sapa.events.models import Event, EventDelivery, RawDelivery
from sapa.messaging.models import Message


@dataclass
class Account:
    x: dict

    def plain(self):
        return self.x

    def is_clean(self):
        return True


def account_of(imported, inputs, ledger, since, end, seed, rate):
    return Account(
        {
            "rows": imported.rows,
            "refused": imported.refused,
            "created": imported.created,
            "events": dict(Counter(Event.objects.values_list("name", flat=True))),
            "fu": {
                " ".join(k): v
                for k, v in Counter(FollowUp.objects.values_list("recipe", "step", "state")).items()
            },
            "dropped": dict(
                Counter(
                    r
                    for x in FollowUp.objects.filter(state="dropped").values_list("reasons", flat=True)
                    for r in x
                )
            ),
            "messages": {
                " ".join(k): v
                for k, v in Counter(
                    Message.objects.values_list("direction", "klass", "state", "delivery")
                ).items()
            },
            "dec": {
                " ".join(k): v for k, v in Counter(Decision.objects.values_list("stage", "action")).items()
            },
            "dead": [
                RawDelivery.objects.filter(state="dead").count(),
                EventDelivery.objects.filter(state="dead").count(),
                list(EventDelivery.objects.exclude(error="").values_list("handler", "error")[:5]),
            ],
            "inputs": len(inputs.lines),
        }
    )
