"""One running simulator: the network and what stands around it."""

from datetime import datetime
from typing import Any

from aiohttp import web

from simulator.clock import Clock
from simulator.config import Config
from simulator.courier import Courier
from simulator.faults import Faults
from simulator.network import Network


class Simulator:
    def __init__(self, config: Config, clock: Clock) -> None:
        self.config, self.clock = config, clock
        self.network = Network(config)
        self.faults = Faults(config.seed)
        self.courier = Courier(config, self.network, clock, self.faults)

    def now(self) -> datetime:
        return self.clock.now()

    def reset(self) -> None:
        self.network.reset()
        self.faults.clear()
        self.courier.forget()

    def state(self) -> dict[str, Any]:
        network, courier = self.network, self.courier
        return {
            "now": self.now().isoformat(),
            "offset_seconds": self.clock.offset_seconds,
            "seed": self.config.seed,
            "phones": len(network.phones),
            "messages": len(network.messages),
            "out": sum(m.direction == "out" for m in network.messages.values()),
            "in": sum(m.direction == "in" for m in network.messages.values()),
            "templates": [template.listed() for template in network.templates.all()],
            "planned": network.pending,
            "next_at": (due := network.next_at()) and due.isoformat(),
            "webhook": {
                "url": courier.url,
                "delivered": courier.delivered,
                "refused": courier.refused,
                "dropped": courier.dropped,
                "waiting": len(courier.waiting),
            },
            "faults": [
                {"kind": f.kind, "rate": f.rate, "count": f.count, "hits": f.hits} for f in self.faults.rules
            ],
        }


SIMULATOR = web.AppKey("simulator", Simulator)
