"""One running simulator: the network and what stands around it."""

from datetime import datetime
from typing import Any

from aiohttp import web

from simulator import deeds, personas
from simulator.clock import Clock
from simulator.config import Config
from simulator.courier import Courier, Subscriber
from simulator.errors import Json
from simulator.faults import Faults
from simulator.holds import Holds
from simulator.network import Network
from simulator.phones import e164


class Simulator:
    def __init__(self, config: Config, clock: Clock) -> None:
        self.config, self.clock = config, clock
        self.faults = Faults(config.seed)
        self.network = Network(config, faults=self.faults)
        self.courier = Courier(config, self.network, clock, self.faults)
        self.holds = Holds()
        self.uploads: dict[str, Json] = {}
        self.snapshots: dict[str, bytes] = {}
        self.set_up(config.setup)

    def now(self) -> datetime:
        return self.clock.now()

    def reset(self) -> None:
        """As after the start, but for the clock, the snapshots and the webhook's address."""
        self.network.reset()
        self.faults.clear()
        self.courier.forget()
        self.holds.release()
        self.uploads.clear()
        self.set_up(self.config.setup)

    def set_up(self, told: Json) -> None:
        """Raises GraphError for what the admin API would refuse."""
        business, network = self.network.business, self.network
        for one in told.get("portfolios", []):
            business.add_portfolio(one)
        for one in told.get("accounts", []):
            business.add_account(one)
        for one in told.get("numbers", []):
            business.add_number(one)
        for one in told.get("tokens", []):
            business.add_token(one)
        for one in told.get("subscribers", []):
            self.courier.others.append(Subscriber(one["url"], one.get("app_secret", self.config.app_secret)))
        for one in told.get("templates", []):
            deeds.create(
                network, business.account(str(one.get("account", self.config.waba_id))), one, self.now()
            )
        for one in told.get("phones", []):
            phone = network.phones.get(e164(str(one["phone"]), self.config.country_code))
            personas.change(network, phone, one, self.now(), business.primary)
        for one in told.get("faults", []):
            self.faults.add(one)

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
            "held": self.holds.listed(),
            "webhook": {
                "url": courier.url,
                "others": [one.url for one in courier.others],
                "delivered": courier.delivered,
                "refused": courier.refused,
                "dropped": courier.dropped,
                "waiting": len(courier.waiting),
            },
            "faults": [fault.listed() for fault in self.faults.rules],
        }


SIMULATOR = web.AppKey("simulator", Simulator)
