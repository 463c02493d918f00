"""One sentence for a person: what was decided and why (`domain.md` §2.10)."""

from datetime import datetime

from sapa.domain.policy.codes import reason_of
from sapa.domain.policy.types import Decision
from sapa.domain.zones.indonesia import WIB, WIT, WITA

DAYS = {
    "id": ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
SHORT_ZONES = {WIB: "WIB", WITA: "WITA", WIT: "WIT"}
NAMES = ("WhatsApp", "NPS")


def moment_text(at: datetime, zone: str, language: str) -> str:
    """`Sen 25 Jan 09.00 WIB` or `Mon 25 Jan 09:00 WIB`: the wall time that `at` carries."""
    tongue = "id" if language.startswith("id") else "en"
    clock = f"{at.hour:02}{'.' if tongue == 'id' else ':'}{at.minute:02}"
    place = SHORT_ZONES.get(zone) or f"UTC{at:%z}"
    return f"{DAYS[tongue][at.weekday()]} {at.day} {MONTHS[tongue][at.month - 1]} {clock} {place}"


def wording(code: str, language: str) -> str:
    return reason_of(code).wording(language)


def reason_list(reasons: tuple[str, ...], language: str) -> str:
    return ", ".join(inside(wording(code, language)) for code in reasons)


def inside(text: str) -> str:
    """The wording within a sentence: a small first letter unless it is a name."""
    return text if text.startswith(NAMES) else text[:1].lower() + text[1:]


def sentence(decision: Decision, language: str) -> str:
    """`Menunggu sampai Sen 25 Jan 09.00 WIB karena: …`, in Indonesian or English."""
    indonesian = language.startswith("id")
    opening = opening_of(decision, language)
    if not decision.reasons:
        return f"{opening}."
    because = "karena" if indonesian else "because"
    return f"{opening} {because}: {reason_list(decision.reasons, language)}."


def opening_of(decision: Decision, language: str) -> str:
    indonesian = language.startswith("id")
    if decision.action == "wait" and decision.at is not None:
        until = moment_text(decision.at, decision.primary_zone, language)
        return f"Menunggu sampai {until}" if indonesian else f"Waiting until {until}"
    if decision.action == "send":
        return "Dikirim sekarang" if indonesian else "Sending now"
    return "Tidak dikirim" if indonesian else "Not sent"
