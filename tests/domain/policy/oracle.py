"""A second, deliberately naive reading of `domain.md` §2: no tables, one half hour after the other.

It shares no code with the product and reads the JSON case itself. All times of a case must be multiples
of half an hour, so that the earliest half hour is the earliest instant.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

STEP = timedelta(minutes=30)
FAR = timedelta(days=400)
CONTACT_RULES = [
    "not_due",
    "yield_higher",
    "open_ticket",
    "ticket_cooldown",
    "min_gap",
    "recent_inbound",
    "backoff",
]
CAPS = ["cap_nudge_day", "cap_nudge_week", "cap_nudge_month", "cap_promo_week", "cap_promo_month"]
HOUR_RULES = ["quiet_hours", "b2b_hours", "busy_hours", "collection_hours", "ramadan_iftar", "friday_prayer"]
CLOCK_RULES = [*HOUR_RULES, "weekend", "holiday_national", "holiday_cuti_bersama", "lebaran_pause"]
ORDER = [*CONTACT_RULES, *CAPS, "wa_user_limit", *CLOCK_RULES]
DAY_RULES = ("cap_nudge_day", "weekend", "holiday_national", "holiday_cuti_bersama", "lebaran_pause")
NUDGES = ("reminder", "care", "promo")
FRIDAY = 4

Place = dict[str, Any]


def parse(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def known(text: str | None) -> datetime:
    found = parse(text)
    assert found is not None
    return found


def clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def inside(minute: int, start: int, end: int) -> bool:
    """Whether a minute of the day lies in a window that may cross midnight."""
    if start <= end:
        return start <= minute < end
    return minute >= start or minute < end


def in_force(policy: Any, klass: str, segment: str) -> Any:
    """The settings for one message: the segment's laid over the base, the class's over both."""

    def laid(below: Any, above: Any) -> Any:
        if not (isinstance(below, dict) and isinstance(above, dict)):
            return above
        return {
            key: laid(below.get(key), above[key]) if key in above else below[key] for key in below | above
        }

    return laid(laid(policy, policy["by_segment"].get(segment, {})), policy["by_class"].get(klass, {}))


class Oracle:
    """Answers one case; `place` says by hand which zones, primary zone, country and province it has."""

    def __init__(
        self,
        case: Any,
        policy: Any,
        calendar: Any,
        place: Place,
        virtual: Iterable[tuple[datetime, str]] = (),
    ) -> None:
        self.intent, self.customer, self.base = case["intent"], case["customer"], policy
        self.calendar, self.place, self.virtual = calendar, place, list(virtual)
        self.klass = self.intent["class"]
        self.policy = in_force(policy, self.klass, self.customer["segment"])
        asked = self.policy["collection"] if self.klass == "reminder" else None
        self.collecting = asked and {"days": [0, 1, 2, 3, 4, 5], "block_national": True} | asked
        self.now = known(case["now"])
        contacts = case["history"]["contacts"]
        self.all = [(known(c["at"]), c) for c in contacts]
        good = [(at, c) for at, c in self.all if c["status"] != "failed"]
        self.outs = [(at, c) for at, c in good if c["dir"] == "out"]
        self.ins = [(at, c) for at, c in good if c["dir"] == "in"]
        self.events = [(known(e["at"]), e) for e in case["history"]["events"]]
        self.primary = ZoneInfo(place["primary"])

    # --- places in time
    def local(self, t: datetime) -> datetime:
        return t.astimezone(self.primary)

    def holiday(self, day: Any, kind: str) -> bool:
        countries = self.calendar["countries"].get(self.place["country"], {})
        regional = self.calendar["regional"].get(self.place["province"], []) if kind == "national" else []
        return day.isoformat() in countries.get(kind, []) or day.isoformat() in regional

    def fasting(self, day: Any) -> bool:
        spans = self.calendar["periods"]["ramadan"]
        return self.place["country"] == "ID" and any(a <= day.isoformat() <= b for a, b in spans)

    # --- final checks
    def drops(self) -> list[str]:
        found = [state for state in ("cancelled", "superseded") if self.intent["state"] == state]
        found += [f"opted_out_{s}" for s in ("all", "follow_up", "promo") if self.opted(s, None)]
        if self.klass == "promo" and self.customer["wa_marketing_stopped"] and "opted_out_promo" not in found:
            found.append("opted_out_promo")
        if self.klass in self.policy["consent"]["required_for"]:
            found += ["no_consent"] if self.customer["consent"].get("promo") != "granted" else []
        found += self.exits()
        backoff = self.policy["backoff"]
        if self.klass in backoff["applies"] and len(self.silent(self.now)) >= backoff["max_unanswered"]:
            found.append("unresponsive")
        found += ["recipe_cap"] if self.used_up() else []
        found += [] if self.channels(self.now, with_limit=False) else ["no_channel"]
        expires = parse(self.intent["expires_at"])
        return found + (["expired"] if expires and self.now >= expires else [])

    def opted(self, scope: str, channel: str | None) -> bool:
        stops = {"promo": ("promo",), "follow_up": NUDGES, "all": ("reply", "notice", *NUDGES)}[scope]
        if self.klass not in stops or (self.klass == "notice" and self.intent["customer_initiated"]):
            return False
        for row in self.customer["opt_out"]:
            ended = parse(row["ended_at"])
            running = known(row["at"]) <= self.now and (ended is None or ended > self.now)
            if row["scope"] == scope and row["channel"] == channel and running:
                wrote = any(known(row["at"]) < at <= self.now for at, _ in self.ins)
                if not (self.klass == "reply" and wrote):
                    return True
        return False

    def exits(self) -> list[str]:
        made, order, listed = (
            known(self.intent["created_at"]),
            self.intent["order_id"],
            self.intent["exit_on"],
        )
        hits = [(at, "replied") for at, _ in self.ins if "replied" in listed and at > made]
        for at, event in self.events:
            same = order is None or event["order_id"] is None or order == event["order_id"]
            if event["type"] in listed and at > made and same:
                hits.append((at, event["type"]))
        names: list[str] = []
        for _, kind in sorted(hits):
            if f"exit_{kind}" not in names:
                names.append(f"exit_{kind}")
        return names

    def used_up(self) -> bool:
        cap = self.intent["recipe_cap"]
        if cap is None:
            return False
        since, kind = self.now - timedelta(days=cap["days"]), self.intent["kind"]
        most = int(cap["max"])
        return len([at for at, c in self.outs if c["kind"] == kind and at > since]) >= most

    # --- channels
    def window(self, t: datetime) -> bool:
        hours = timedelta(hours=self.policy["wa"]["window_hours"])
        return any(at <= t < at + hours for at, c in self.ins if c["channel"] == "whatsapp")

    def limited(self, t: datetime) -> bool:
        hours = timedelta(hours=self.policy["wa"]["user_limit_hours"])
        return any(at <= t < at + hours for at, c in self.all if c["error"] == "131049")

    def channels(self, t: datetime, with_limit: bool) -> list[tuple[str, str | None]]:
        order = list(self.intent["channels"])
        if self.klass == "reply" and self.ins:
            last = sorted(self.ins, key=lambda row: row[0])[-1][1]["channel"]
            order = [last] + [c for c in order if c != last]
        found: list[tuple[str, str | None]] = []
        for channel in order:
            if not self.customer["channels"].get(channel):
                continue
            if any(self.opted(scope, channel) for scope in ("promo", "follow_up", "all")):
                continue
            if channel != "whatsapp":
                found.append((channel, None))
            elif self.window(t):
                found.append((channel, "freeform"))
            elif self.template(t, with_limit):
                found.append((channel, "template"))
        return found

    def template(self, t: datetime, with_limit: bool) -> bool:
        if not self.intent["wa_template"]:
            return False
        if self.intent["category"] != "marketing":
            return True
        if (self.customer["phone"] or "").startswith("+1") or self.customer["wa_marketing_stopped"]:
            return False
        return not (with_limit and self.limited(t))

    # --- what applies
    def fresh(self, t: datetime) -> bool:
        hours = timedelta(hours=self.policy["reply"]["fresh_hours"])
        return any(at <= t <= at + hours for at, _ in self.ins)

    def exempt(self, t: datetime) -> bool:
        if self.klass == "reply":
            return self.fresh(t)
        return bool(self.klass == "notice" and self.intent["customer_initiated"])

    def applies(self, rule: str, t: datetime) -> bool:
        if rule == "wa_user_limit":
            return True
        if rule == "quiet_hours":
            return not self.exempt(t)
        return self.klass in NUDGES

    def blocks(self, rule: str, t: datetime) -> bool:
        check: Callable[[datetime], bool] = getattr(self, rule)
        return self.applies(rule, t) and check(t)

    def lifted(self) -> set[str]:
        if self.urgent():
            return set(ORDER) - {"not_due", "wa_user_limit"}
        return set(CLOCK_RULES) if self.customer["anytime_consent"] else set()

    def urgent(self) -> bool:
        return bool(self.intent["urgent"] and self.klass != "promo" and not self.collecting)

    # --- rules about contacts
    def gap(self, klass: str) -> timedelta:
        own = in_force(self.base, klass, self.customer["segment"])
        return timedelta(hours=own["gap_hours"].get(klass, 0))

    def yield_higher(self, t: datetime) -> bool:
        past = any(v <= t and t - v < self.gap(self.klass) for v, _ in self.virtual)
        return past or any(v > t and v - t < self.gap(klass) for v, klass in self.virtual)

    def open_ticket(self, t: datetime) -> bool:
        if t >= self.now + timedelta(hours=self.policy["ticket"]["recheck_hours"]):
            return False
        for ticket in self.customer["tickets"]:
            closed = parse(ticket["closed_at"])
            if known(ticket["opened_at"]) <= self.now and (closed is None or closed > self.now):
                same = self.intent["order_id"] is not None and ticket["order_id"] == self.intent["order_id"]
                if self.klass in self.policy["ticket"]["holds"] or (self.klass == "reminder" and same):
                    return True
        return False

    def ticket_cooldown(self, t: datetime) -> bool:
        rules = self.policy["ticket"]
        pause = timedelta(days=rules["cooldown_days"])
        closed = [known(k["closed_at"]) for k in self.customer["tickets"]
                  if k["closed_at"] and k["kind"] in rules["cooldown_kinds"]]  # fmt: skip
        return self.klass in rules["cooldown_classes"] and any(at <= t < at + pause for at in closed)

    def min_gap(self, t: datetime) -> bool:
        return any(at <= t < at + self.gap(self.klass) for at, _ in self.outs)

    def recent_inbound(self, t: datetime) -> bool:
        return any(at <= t < at + self.gap(self.klass) for at, _ in self.ins)

    def counted(self, classes: list[str], t: datetime) -> list[datetime]:
        real = [at for at, c in self.outs if c["class"] in classes]
        return sorted(at for at in real + [v for v, k in self.virtual if k in classes] if at <= t)

    def silent(self, t: datetime) -> list[datetime]:
        rules = self.policy["backoff"]
        heard = [at for at, _ in self.ins] + [
            at for at, e in self.events if e["type"] in rules["reset_events"]
        ]
        last = max((at for at in heard if at <= t), default=None)
        return [at for at in self.counted(rules["counts"], t) if last is None or at > last]

    def backoff(self, t: datetime) -> bool:
        rules, rows = self.policy["backoff"], self.silent(t)
        if self.klass not in rules["applies"] or not rows:
            return False
        days = rules["days"][min(len(rows), len(rules["days"])) - 1]
        return t < (self.local(rows[-1]) + timedelta(days=days)).astimezone(UTC)

    def cap(self, name: str, key: str, since: timedelta | None, t: datetime) -> bool:
        rules = self.policy["caps"][name]
        rows = self.counted(rules["counts"], t)
        if since is None:
            rows = [at for at in rows if self.local(at).date() == self.local(t).date()]
        else:
            rows = [at for at in rows if at > t - since]
        limit = rules.get(key)
        return self.klass in rules["applies"] and limit is not None and len(rows) >= limit

    def cap_nudge_day(self, t: datetime) -> bool:
        return self.cap("nudge", "day", None, t)

    def cap_nudge_week(self, t: datetime) -> bool:
        return self.cap("nudge", "week", timedelta(days=7), t)

    def cap_nudge_month(self, t: datetime) -> bool:
        return self.cap("nudge", "month", timedelta(days=30), t)

    def cap_promo_week(self, t: datetime) -> bool:
        return self.cap("promo", "week", timedelta(days=7), t)

    def cap_promo_month(self, t: datetime) -> bool:
        return self.cap("promo", "month", timedelta(days=30), t)

    def wa_user_limit(self, t: datetime) -> bool:
        if self.intent["category"] != "marketing" or self.window(t) or not self.limited(t):
            return False
        return [channel for channel, _ in self.channels(t, with_limit=False)] == ["whatsapp"]

    # --- rules about the clock
    def quiet_hours(self, t: datetime) -> bool:
        zones = self.place["zones"] if self.strict(t) else [self.place["primary"]]
        return any(self.quiet_in(zone, t) for zone in zones)

    def quiet_in(self, zone: str, t: datetime) -> bool:
        wall = t.astimezone(ZoneInfo(zone))
        quiet = self.policy["quiet"]
        return inside(wall.hour * 60 + wall.minute, clock(quiet["start"]), clock(quiet["end"]))

    def strict(self, t: datetime) -> bool:
        """Whether quiet hours in all zones leave a half hour of a plain week, at the offsets of `t`."""
        if len(self.place["zones"]) == 1:
            return True
        return any(self.plain_slot(t, timedelta(minutes=30 * n)) for n in range(7 * 48))

    def plain_slot(self, t: datetime, later: timedelta) -> bool:
        monday = datetime(2027, 1, 18, tzinfo=UTC) + later
        quiet = self.policy["quiet"]
        for zone in self.place["zones"]:
            wall = monday + (t.astimezone(ZoneInfo(zone)).utcoffset() or timedelta())
            if inside(wall.hour * 60 + wall.minute, clock(quiet["start"]), clock(quiet["end"])):
                return False
        wall = monday + (self.local(t).utcoffset() or timedelta())
        return not self.hours_block(wall, self.fasting(self.local(t).date()), plain=True)

    def hours_block(self, wall: datetime, fasting: bool, plain: bool) -> bool:
        if self.klass not in NUDGES:
            return False
        minute = wall.hour * 60 + wall.minute
        return (
            self.outside_office(minute, fasting)
            or self.busy_at(wall, plain)
            or self.no_collecting(wall)
            or self.iftar_at(minute, fasting)
            or self.praying(wall)
        )

    def b2b_hours(self, t: datetime) -> bool:
        wall = self.local(t)
        return self.outside_office(wall.hour * 60 + wall.minute, self.fasting(wall.date()))

    def outside_office(self, minute: int, fasting: bool) -> bool:
        special = self.policy["ramadan"]["b2b_window"] if fasting else None
        start, end = map(clock, special or self.policy["b2b"]["window"])
        return self.customer["segment"] == "b2b" and start != end and not inside(minute, start, end)

    def busy_hours(self, t: datetime) -> bool:
        return self.busy_at(self.local(t), plain=False)

    def profile(self) -> Any:
        own = self.customer["busy_profile"]
        if isinstance(own, dict):
            return own
        if self.customer["segment"] == "b2b":
            own = "worker" if self.policy["b2b"]["avoid_peaks"] and own != "none" else "none"
        name = own or self.policy["b2c"]["default_busy_profile"] or "none"
        return None if name == "none" else self.policy["busy_profiles"][name]

    def busy_at(self, wall: datetime, plain: bool) -> bool:
        profile = self.profile()
        if profile is None:
            return False
        return any(
            self.in_busy_window(wall, list(map(clock, pair)), profile, plain) for pair in profile["windows"]
        )

    def in_busy_window(self, wall: datetime, pair: list[int], profile: Any, plain: bool) -> bool:
        start, end = pair
        minute = wall.hour * 60 + wall.minute
        if not inside(minute, start, end):
            return False
        began = wall.date() if minute >= start else wall.date() - timedelta(days=1)
        off = self.holiday(began, "national") or self.holiday(began, "cuti_bersama")
        return began.weekday() in profile["days"] and not (profile["skip_on_holiday"] and off and not plain)

    def collection_hours(self, t: datetime) -> bool:
        return self.no_collecting(self.local(t))

    def no_collecting(self, wall: datetime) -> bool:
        if not self.collecting:
            return False
        start, end = map(clock, self.collecting["window"])
        minute = wall.hour * 60 + wall.minute
        if start == end:
            return wall.weekday() not in self.collecting["days"]
        began = wall if start < end or minute >= start else wall - timedelta(days=1)
        return began.weekday() not in self.collecting["days"] or not inside(minute, start, end)

    def friday_prayer(self, t: datetime) -> bool:
        return self.praying(self.local(t))

    def praying(self, wall: datetime) -> bool:
        pause = self.policy["friday_prayer"]["pause"]
        if not pause or self.place["country"] != "ID":
            return False
        start, end = map(clock, pause)
        minute = wall.hour * 60 + wall.minute
        began = wall if start <= end or minute >= start else wall - timedelta(days=1)
        return began.weekday() == FRIDAY and inside(minute, start, end)

    def ramadan_iftar(self, t: datetime) -> bool:
        wall = self.local(t)
        return self.iftar_at(wall.hour * 60 + wall.minute, self.fasting(wall.date()))

    def iftar_at(self, minute: int, fasting: bool) -> bool:
        pause = self.policy["ramadan"]["iftar_pause"]
        return bool(pause and fasting and inside(minute, clock(pause[0]), clock(pause[1])))

    def weekend(self, t: datetime) -> bool:
        days = self.policy["weekend_by_country"]
        off = days.get(self.place["country"], days["default"])
        held = self.customer["segment"] == "b2b" or self.policy["b2c"]["weekend"] == "block"
        return held and self.local(t).weekday() in off

    def holiday_rule(self, switch: str) -> bool:
        if self.collecting and self.collecting["block_national"] and switch == "block_national":
            return True
        if self.customer["segment"] == "b2b":
            return bool(self.policy["b2b"][switch])
        mode = self.policy["b2c"]["holiday"]
        irrelevant = self.klass == "promo" and not self.intent["holiday_relevant"]
        return bool(mode == "block" or (mode == "relevant_only" and irrelevant))

    def holiday_national(self, t: datetime) -> bool:
        return self.holiday_rule("block_national") and self.holiday(self.local(t).date(), "national")

    def holiday_cuti_bersama(self, t: datetime) -> bool:
        return self.holiday_rule("block_cuti_bersama") and self.holiday(self.local(t).date(), "cuti_bersama")

    def lebaran_pause(self, t: datetime) -> bool:
        pause = self.policy["lebaran"]["pause"]
        if pause is None or self.place["country"] != "ID" or self.klass not in pause["classes"]:
            return False
        day, hit = self.local(t).date(), False
        for first, last in self.calendar["periods"]["lebaran"]:
            start = datetime.fromisoformat(first).date() - timedelta(days=pause["before_days"])
            end = datetime.fromisoformat(last).date() + timedelta(days=pause["after_days"])
            hit = hit or start <= day <= end
        return hit and self.customer["segment"] in pause["segments"]

    # --- the canonical loop
    def following(self, rule: str, t: datetime) -> datetime:
        lifted = self.lifted()
        if rule in DAY_RULES:
            today = self.local(t).date()
            while self.local(t).date() == today:
                t += STEP
            hours = [hour for hour in HOUR_RULES if hour not in lifted]
            return self.first(t, lambda u: not any(self.blocks(hour, u) for hour in hours))
        return self.first(t, lambda u: not self.blocks(rule, u))

    def first(self, t: datetime, holds: Callable[[datetime], bool]) -> datetime:
        end = t + FAR
        while not holds(t) and t < end:
            t += STEP
        return t

    def answer(self) -> dict[str, Any]:
        reasons = self.drops()
        if reasons:
            return dropped(reasons)
        due, expires = parse(self.intent["due_at"]), parse(self.intent["expires_at"])
        t = max(self.now, due or self.now)
        reasons = ["not_due"] if t > self.now else []
        start, lifted = t, self.lifted()
        while True:
            violated = [rule for rule in ORDER[1:] if self.blocks(rule, t)]
            enforced = [rule for rule in violated if rule not in lifted]
            reasons += [rule for rule in enforced if rule not in reasons]
            if not enforced:
                break
            t = max(self.following(rule, t) for rule in enforced)
            if t - start > FAR:
                return dropped([*reasons, "expires_before_slot"])
        reasons += [f"exempt_{self.klass}"] if self.exempt(t) else []
        if violated:
            reasons.append("urgent_override" if self.urgent() else "consent_override")
        if expires and t >= expires:
            return dropped([*reasons, "expires_before_slot"])
        forms = self.channels(t, with_limit=True)
        if not forms:
            return dropped([*reasons, "no_channel"])
        action = "send" if t == self.now else "wait"
        return {"action": action, "at": self.local(t).isoformat(), "reasons": reasons,
                "channel": forms[0][0], "form": forms[0][1]}  # fmt: skip


def dropped(reasons: list[str]) -> dict[str, Any]:
    return {"action": "drop", "at": None, "reasons": reasons, "channel": None, "form": None}


def rank(intent: Any, policy: Any) -> tuple[Any, ...]:
    priority = policy["priority"][intent["class"]] if intent["priority"] is None else intent["priority"]
    far, past = datetime(9999, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)
    return (priority, parse(intent["expires_at"]) or far, parse(intent["due_at"]) or past, intent["id"])


def judge(case: Any, policy: Any, calendar: Any, place: Place) -> dict[str, Any]:
    """The naive answer to one case, its competitors first in rank order."""

    def place_of(intent: Any) -> tuple[Any, ...]:
        return rank(intent, in_force(policy, intent["class"], case["customer"]["segment"]))

    virtual: list[tuple[datetime, str]] = []
    for other in sorted(case["competing"], key=place_of):
        if place_of(other) < place_of(case["intent"]):
            found = Oracle({**case, "intent": other}, policy, calendar, place, virtual).answer()
            if found["at"]:
                virtual.append((known(found["at"]), other["class"]))
    return Oracle(case, policy, calendar, place, virtual).answer()
