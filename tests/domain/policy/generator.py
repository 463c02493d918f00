"""Random policy cases on a lattice of half hours, with the zones of every place written by hand."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
NEW_YORK = "America/New_York"
US = ["America/Chicago", "America/Denver", "America/Los_Angeles", NEW_YORK, "America/Phoenix"]
AU = ["Australia/Adelaide", "Australia/Brisbane", "Australia/Darwin", "Australia/Perth", "Australia/Sydney"]
MOBILE = "+6281211112222"


def place(address: Any, phone: str | None, zones: list[str], primary: str, country: str) -> dict[str, Any]:
    return {
        "address": address, "phone": phone, "zones": zones, "primary": primary, "country": country,
        "province": address["province"] if address else None,
    }  # fmt: skip


def address(
    country: str, province: str | None = None, postcode: str | None = None, region: str | None = None
) -> Any:
    return {"country": country, "province": province, "postcode": postcode, "region": region}


PLACES = [
    place(address("ID", "DKI Jakarta", "10110"), MOBILE, [WIB], WIB, "ID"),
    place(address("ID", "Bali", "80111"), MOBILE, [WITA], WITA, "ID"),
    place(address("ID", "Papua Selatan", "99611"), MOBILE, [WIT], WIT, "ID"),
    place(address("ID", None, "75117"), None, [WITA], WITA, "ID"),
    place(address("ID", "Bali", "10110"), MOBILE, [WIB, WITA], WIB, "ID"),
    place(address("ID", "Maluku", "80111"), MOBILE, [WIT, WITA], WIT, "ID"),
    place(address("ID", "Bali"), "+622155501234", [WIB, WITA], WIB, "ID"),
    place(None, MOBILE, [WIB, WIT, WITA], WIB, "ID"),
    place(None, None, [WIB], WIB, "ID"),
    place(None, "+62361755012", [WITA], WITA, "ID"),
    place(address("SG"), "+6561234567", ["Asia/Singapore"], "Asia/Singapore", "SG"),
    place(address("SG"), MOBILE, [WIB, WIT, WITA, "Asia/Singapore"], WIB, "SG"),
    place(address("SA"), "+966112345678", ["Asia/Riyadh"], "Asia/Riyadh", "SA"),
    place(address("DE"), "+4930123456", ["Europe/Berlin"], "Europe/Berlin", "DE"),
    place(address("US"), "+12125550123", US, NEW_YORK, "US"),
    place(address("US", region="NY"), MOBILE, [NEW_YORK, WIB, WIT, WITA], WIB, "US"),
    place(address("AU"), "+61412345678", AU, "Australia/Sydney", "AU"),
    place(address("AU", region="WA"), "+61412345678", ["Australia/Perth"], "Australia/Perth", "AU"),
]  # fmt: skip

POLICIES: list[dict[str, Any]] = [
    {}, {}, {}, {},
    {"b2c": {"default_busy_profile": "worker"}},
    {"b2c": {"holiday": "relevant_only"}},
    {"b2c": {"holiday": "block", "weekend": "block"}},
    {"b2b": {"avoid_peaks": True}},
    {"b2b": {"block_cuti_bersama": False, "window": ["08:00", "16:30"]}},
    {"ramadan": {"iftar_pause": ["17:30", "19:00"], "b2b_window": ["09:00", "15:00"]}},
    {"lebaran": {"pause": {"before_days": 3, "after_days": 2, "classes": ["care", "promo"], "segments": ["b2c"]}}},
    {"quiet": {"start": "00:00", "end": "00:00"}},
    {"quiet": {"start": "12:00", "end": "14:30"}},
    {"caps": {"nudge": {"day": 1, "week": 2, "month": None}, "promo": {"week": 2, "month": 2}}},
    {"gap_hours": {"reminder": 0, "care": 12, "promo": 48}},
    {"backoff": {"days": [1, 2], "max_unanswered": 9}},
    {"ticket": {"holds": ["promo"], "recheck_hours": 6, "cooldown_days": 5, "cooldown_classes": ["care"]}},
    {"weekend_by_country": {"default": [6]}},
]  # fmt: skip

LAYERED: list[dict[str, Any]] = [
    {"friday_prayer": {"pause": ["11:30", "13:00"]}, "b2c": {"default_busy_profile": "worker"}},
    {"friday_prayer": {"pause": ["23:00", "01:30"]}, "quiet": {"start": "03:00", "end": "05:00"}},
    {"collection": {"window": ["08:00", "20:00"], "days": [0, 1, 2, 3, 4, 5], "block_national": True}},
    {"collection": {"window": ["20:00", "02:00"], "days": [0, 4], "block_national": False},
     "quiet": {"start": "00:00", "end": "00:00"}},
    {"collection": {"window": ["00:00", "00:00"]}, "friday_prayer": {"pause": ["08:00", "12:00"]}},
    {"by_segment": {"b2b": {"quiet": {"end": "07:00"}, "b2b": {"window": ["07:30", "16:00"]}}},
     "by_class": {"promo": {"quiet": {"end": "10:00"}, "b2c": {"holiday": "block"}}}},
    {"by_class": {"care": {"gap_hours": {"care": 8}, "caps": {"nudge": {"day": 1}}, "priority": {"care": 5}},
                  "reminder": {"b2c": {"weekend": "block"}, "gap_hours": {"reminder": 3}}},
     "by_segment": {"b2c": {"caps": {"nudge": {"week": 3}}, "gap_hours": {"care": 6}}}},
    {"by_segment": {"b2c": {"friday_prayer": {"pause": ["11:30", "13:00"]},
                            "collection": {"window": ["09:00", "18:00"], "days": [0, 1, 2, 3, 4]}}},
     "by_class": {"notice": {"quiet": {"start": "22:00"}}, "reply": {"reply": {"fresh_hours": 2}}}},
]  # fmt: skip

ANCHORS = [
    datetime(2026, 3, 18, tzinfo=UTC), datetime(2026, 7, 14, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC),
    datetime(2026, 12, 23, tzinfo=UTC), datetime(2027, 1, 19, tzinfo=UTC), datetime(2027, 2, 12, tzinfo=UTC),
    datetime(2027, 3, 8, tzinfo=UTC), datetime(2027, 3, 26, tzinfo=UTC), datetime(2027, 5, 5, tzinfo=UTC),
]  # fmt: skip
BUSY = [None, None, None, "worker", "none",
        {"windows": [["07:00", "13:00"]], "days": [0, 1, 2, 3, 4, 5], "skip_on_holiday": True},
        {"windows": [["22:00", "10:00"], ["12:00", "12:00"]], "days": [0, 2, 4], "skip_on_holiday": True}]  # fmt: skip
KINDS = ["usage_check", "past_user_promo", "unpaid_checkout"]


class Dice:
    """One seeded source of cases."""

    def __init__(self, seed: int, policies: list[dict[str, Any]] = POLICIES) -> None:
        self.random = random.Random(seed)
        self.policies = policies
        self.now = datetime(2027, 1, 1, tzinfo=UTC)

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def near(self, low_hours: float, high_hours: float) -> str:
        half_hours = self.random.randint(round(low_hours * 2), round(high_hours * 2))
        return (self.now + timedelta(minutes=30 * half_hours)).isoformat()

    def case(self, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """A case and the hand-written facts about its place."""
        pick = self.random.choice
        self.now = pick(ANCHORS) + timedelta(minutes=30 * self.random.randint(0, 8 * 48))
        where = pick(PLACES)
        case = {
            "id": f"r{number}", "policy": pick(self.policies), "now": self.now.isoformat(),
            "intent": self.intent("I5"), "customer": self.customer(where),
            "history": {"contacts": self.contacts(), "events": self.events()},
            "competing": [self.intent(f"I{n}") for n in range(self.random.choice((0, 0, 0, 1, 2)))],
        }  # fmt: skip
        return case, where

    def intent(self, name: str) -> dict[str, Any]:
        pick, maybe = self.random.choice, self.maybe
        return {
            "id": name, "kind": pick(KINDS), "category": pick(("utility", "marketing")),
            "state": "cancelled" if maybe(0.02) else "active", "created_at": self.near(-100, -20),
            "due_at": self.near(-20, 40) if maybe(0.3) else None,
            "expires_at": self.near(-2, 200) if maybe(0.3) else None,
            "channels": pick((["whatsapp"], ["whatsapp"], ["whatsapp", "email"], ["email", "whatsapp"])),
            "wa_template": maybe(0.9), "urgent": maybe(0.1), "customer_initiated": maybe(0.3),
            "holiday_relevant": maybe(0.3), "order_id": pick((None, "O1", "O2")),
            "exit_on": pick(([], [], [], ["paid", "cancelled"], ["replied", "paid"])),
            "recipe_cap": {"max": 1, "days": 10} if maybe(0.1) else None,
            "priority": pick((None, None, None, 30)),
            "class": pick(("reply", "notice", "reminder", "care", "care", "promo", "promo")),
        }  # fmt: skip

    def customer(self, where: dict[str, Any]) -> dict[str, Any]:
        pick, maybe = self.random.choice, self.maybe
        return {
            "segment": pick(("b2c", "b2b")), "busy_profile": pick(BUSY), "timezone": None,
            "address": where["address"], "phone": where["phone"],
            "channels": {"whatsapp": maybe(0.97), "email": maybe(0.5), "telegram": False},
            "consent": {"promo": "granted" if maybe(0.9) else "unknown"},
            "opt_out": self.opt_outs(), "wa_marketing_stopped": maybe(0.05), "anytime_consent": maybe(0.1),
            "tickets": self.tickets(),
        }  # fmt: skip

    def opt_outs(self) -> list[dict[str, Any]]:
        pick = self.random.choice
        return [
            {"scope": pick(("promo", "follow_up", "all")), "channel": pick((None, "whatsapp", "email")),
             "at": self.near(-100, -1), "ended_at": pick((None, self.near(-1, 0)))}
            for _ in range(self.random.choice((0, 0, 0, 0, 1)))
        ]  # fmt: skip

    def tickets(self) -> list[dict[str, Any]]:
        pick = self.random.choice
        return [
            {"id": f"T{n}", "kind": pick(("complaint", "question")), "opened_at": self.near(-200, -100),
             "closed_at": pick((None, self.near(-99, 0))), "order_id": pick((None, "O1", "O2"))}
            for n in range(self.random.choice((0, 0, 0, 0, 1, 2)))
        ]  # fmt: skip

    def contacts(self) -> list[dict[str, Any]]:
        spread = self.random.choice((30, 200, 800))
        rows = [self.contact(spread) for _ in range(self.random.choice((0, 0, 1, 2, 4, 8, 15)))]
        if self.maybe(0.1):
            limit = {
                "status": "failed",
                "error": "131049",
                "class": "promo",
                "dir": "out",
                "channel": "whatsapp",
            }
            rows.append({**self.contact(30), **limit})
        return rows

    def contact(self, spread: int) -> dict[str, Any]:
        pick = self.random.choice
        inbound = self.maybe(0.3)
        klass = "inbound" if inbound else pick(("reply", "notice", "reminder", "care", "promo"))
        return {"at": self.near(-spread, 0), "dir": "in" if inbound else "out",
                "channel": pick(("whatsapp", "whatsapp", "email")), "class": klass, "kind": pick(KINDS),
                "by": "system", "status": "failed" if self.maybe(0.05) and not inbound else "delivered",
                "error": None}  # fmt: skip

    def events(self) -> list[dict[str, Any]]:
        pick = self.random.choice
        return [
            {"type": pick(("paid", "order_placed", "cancelled", "delivered")), "at": self.near(-90, 0),
             "order_id": pick((None, "O1", "O2"))}
            for _ in range(self.random.choice((0, 0, 0, 1, 2)))
        ]  # fmt: skip
