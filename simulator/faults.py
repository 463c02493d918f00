"""Faults on demand: what goes wrong in answers, statuses and webhooks, to which requests and how often."""

import re
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from simulator import ids
from simulator.errors import GraphError, Json
from simulator.phones import Message

SENDING = (
    "timeout",
    "accept_then_timeout",
    "500_before_accept",
    "500_after_accept",
    "rate_limit",
    "pair_limit",
    "reset",
    "accept_then_reset",
    "slow",
    "garbage",
    "bad_token",
    "error",
    "error_after_accept",
    "empty",
    "truncated",
    "no_id",
    "hold_before_accept",
    "hold_after_accept",
    "status_before_answer",
)
STATUSES = ("status_fails", "status_drop")
WEBHOOKS = ("webhook_drop", "webhook_duplicate", "webhook_shuffle", "webhook_replay", "webhook_delay")
PHASES = {"graph": "error", "status": "status_fails", "webhook": "webhook_drop"}
MATCHED = ("path", "to", "type", "template", "number", "status", "field")


@dataclass(slots=True)
class Fault:
    """`rate` of the requests (1 = all), at most `count` times when given; `seconds` to hang or to be slow.

    `match`: glob patterns on path, to, type, template, number, status (of a message) and field (of a webhook).
    """

    kind: str
    rate: float = 1.0
    count: int | None = None
    seconds: float = 30.0
    code: int = 131000
    http: int | None = None
    details: str = ""
    match: dict[str, str] = field(default_factory=dict)
    hits: int = 0

    @property
    def spent(self) -> bool:
        return self.count is not None and self.hits >= self.count

    def about(self, told: dict[str, str]) -> bool:
        return all(fnmatchcase(told.get(key, ""), pattern) for key, pattern in self.match.items())

    def error(self) -> GraphError:
        return GraphError(self.code, self.details, status=self.http)

    def listed(self) -> Json:
        return asdict(self)


class Faults:
    """The first rule that applies wins. Seeded: the same requests in the same order meet the same faults."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._asked = 0
        self.rules: list[Fault] = []

    def add(self, body: dict[str, Any]) -> Fault:
        """Raises GraphError 100 for an unknown kind, phase or match."""
        fault = Fault(kind=kind_of(body), match=match_of(body.get("match") or {}))
        count, http = body.get("count", body.get("times")), body.get("http")
        fault.count = None if count is None else int(count)
        fault.rate, fault.seconds = float(body.get("rate", 1.0)), float(body.get("seconds", 30.0))
        fault.code, fault.http = int(body.get("code", 131000)), None if http is None else int(http)
        fault.details = str(body.get("details", ""))
        self.rules.append(fault)
        return fault

    def clear(self) -> None:
        self.rules.clear()

    def sending(self, told: dict[str, str] | None = None) -> Fault | None:
        """For a message that is to be sent."""
        return self._pick(SENDING, told or {}) if self.rules else None

    def elsewhere(self, path: str) -> Fault | None:
        """For any other call: only rules that name a path."""
        if not self.rules:
            return None
        named = [rule for rule in self.rules if "path" in rule.match]
        return self._pick(SENDING, {"path": path}, named) if named else None

    def failing(self, message: Message) -> int | None:
        """The code by which an accepted message fails."""
        if not self.rules:
            return None
        fault = self._pick(("status_fails",), told_of(message))
        return fault.code if fault else None

    def silenced(self, message: Message, status: str) -> bool:
        """The status happens and nobody is told."""
        told = {**told_of(message), "status": status}
        return bool(self.rules) and self._pick(("status_drop",), told) is not None

    def webhook(self, kind: str, body: Json | None = None) -> Fault | None:
        if not self.rules:
            return None
        fields = {"field": body["entry"][0]["changes"][0]["field"]} if body else {}
        return self._pick((kind,), fields)

    def _pick(
        self, kinds: tuple[str, ...], told: dict[str, str], rules: list[Fault] | None = None
    ) -> Fault | None:
        for number, rule in enumerate(self.rules if rules is None else rules):
            if rule.kind not in kinds or rule.spent or not rule.about(told):
                continue
            if self._struck(number, rule.rate):
                rule.hits += 1
                return rule
        return None

    def _struck(self, number: int, rate: float) -> bool:
        self._asked += 1
        return rate >= 1 or ids.rng(self._seed, "fault", number, self._asked).random() < rate


def kind_of(body: Json) -> str:
    """The kind, or what the phase does when only that is told."""
    kind = body.get("kind")
    if kind is None and body.get("phase") in PHASES:
        return PHASES[body["phase"]]
    known = SENDING + STATUSES + WEBHOOKS
    if kind not in known:
        raise GraphError(100, f"kind must be one of {', '.join(known)}")
    return str(kind)


def match_of(told: Json) -> dict[str, str]:
    if not isinstance(told, dict) or (unknown := [key for key in told if key not in MATCHED]):
        raise GraphError(
            100, f"match knows {', '.join(MATCHED)}, not {unknown if isinstance(told, dict) else told}"
        )
    return {key: str(value) for key, value in told.items()}


def told_of(message: Message) -> dict[str, str]:
    return {
        "to": message.phone,
        "type": message.type,
        "template": message.template,
        "number": message.number,
    }


def told_by(path: str, number: str, request: Json) -> dict[str, str]:
    """What a rule may match of a request to send."""
    template = request.get("template")
    digits = re.sub(r"\D", "", str(request.get("to") or ""))
    return {
        "path": path,
        "number": number,
        "to": f"+{digits}" if digits else str(request.get("recipient", "")),
        "type": str(request.get("type", "text")),
        "template": str(template.get("name", "")) if isinstance(template, dict) else "",
    }
