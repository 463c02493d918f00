"""What the admin API and the phone pages can tell a customer to be or to do."""

from datetime import datetime
from typing import Any

from simulator import inbound
from simulator.accounts import Number
from simulator.errors import GraphError, Json
from simulator.network import Network
from simulator.phones import Phone

PLAIN: dict[str, type | tuple[type, ...]] = {
    "name": str,
    "username": str,
    "hidden": bool,
    "experiment": bool,
    "fails_with": (int, type(None)),
    "reads": (bool, type(None)),
}


def change(network: Network, phone: Phone, told: Json, at: datetime, number: Number) -> Phone:
    """{name?, username?, hidden?, fails_with?, on_whatsapp?, experiment?, reads?, online?, blocks?, marketing?}.

    Raises GraphError 100 for a value of another kind.
    """
    for key, kind in PLAIN.items():
        if key in told:
            setattr(phone, key, typed(told, key, kind))
    if "on_whatsapp" in told:
        phone.fails_with = None if typed(told, "on_whatsapp", bool) else 131026
    if "blocks" in told:
        phone.thread(number.id).blocked = typed(told, "blocks", bool)
    if "online" in told:
        inbound.switch(network, phone, at, online=typed(told, "online", bool))
    if "marketing" in told:
        inbound.prefer(network, phone, number, str(told["marketing"]), at)
    network.changed(phone)
    return phone


def typed(told: Json, key: str, kind: type | tuple[type, ...]) -> Any:
    value = told[key]
    if not isinstance(value, kind) or (isinstance(value, bool) and kind == (int, type(None))):
        raise GraphError(100, f"{key} has a value of the wrong kind")
    return value


def listed(phone: Phone, at: datetime) -> Json:
    threads = {
        number_id: {
            "window_open": thread.window_open(at),
            "wrote_at": thread.wrote_at.isoformat() if thread.wrote_at else None,
            "free_entry_until": thread.free_entry_until.isoformat() if thread.free_entry_until else None,
            "stopped_marketing": thread.stopped,
            "blocks": thread.blocked,
        }
        for number_id, thread in phone.threads.items()
    }
    return {
        "phone": phone.number,
        "user_id": phone.user_id,
        "name": phone.name,
        "username": phone.username,
        "hidden": phone.hidden,
        "online": phone.online,
        "fails_with": phone.fails_with,
        "experiment": phone.experiment,
        "reads": phone.reads,
        "moved_to": phone.moved_to,
        "messages": len(phone.messages),
        "waiting": len(phone.waiting),
        "threads": threads,
    }
