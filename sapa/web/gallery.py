"""Example values for the component page; the instant is fixed, so that the page never changes by itself."""

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

NOW = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)
ZONE = "Asia/Jakarta"


def examples() -> dict[str, object]:
    return {
        "now": NOW,
        "zone": ZONE,
        "yesterday": NOW - timedelta(days=1, hours=-1, minutes=-55),
        "earlier": NOW - timedelta(minutes=3),
        "window_left": timedelta(hours=23, minutes=58),
        "waiting": timedelta(minutes=3, seconds=20),
        "tabs": tabs(),
        "rows": rows(),
        "verdicts": verdicts(),
        "bars": bars(),
        "recipes": recipes(),
        "heat": heat(),
        "names": ("Dewi Anggraini", "Made Wirawan", "Yosef Kogoya", "Rini Marlina", "Sari", "PT Citra Rasa"),
    }


def tabs() -> list[dict[str, object]]:
    labels = ((_("Mine"), 2), (_("Unassigned"), 4), (_("All"), 0), (_("Snoozed"), 0))
    return [
        {"label": label, "url": "#tabs", "count": count, "current": at == 0}
        for at, (label, count) in enumerate(labels)
    ]


def chip(text: str, hue: str = "", icon: str = "") -> dict[str, str]:
    return {"text": text, "hue": hue, "icon": icon}


def rows() -> list[dict[str, object]]:
    return [
        row("Dewi Anggraini", 3, "Kebayanya sobek di lengan, Kak. Bisa ganti?", 2)
        | {"current": True, "chips": [chip("3 mnt lagi", "bata", "timer"), chip("SARI-1041 · tiba")]},
        row("Made Wirawan", 17, "Sudah saya transfer ya Pak")
        | {"chips": [chip("Belum bayar", "kunyit", "wallet"), chip("VIP", icon="star")]},
        row("Yosef Kogoya", 45, "Terima kasih, sudah sampai Jayapura")
        | {"chips": [chip("CSAT 5", "daun", "smile"), chip("Asisten", icon="sparkles")]},
        row("Rini Marlina", 60 * 22, "BERHENTI") | {"chips": [chip("Tidak mau tindak lanjut", icon="ban")]},
    ]


def row(name: str, minutes_ago: int, preview: str, unread: int = 0) -> dict[str, object]:
    at = NOW - timedelta(minutes=minutes_ago)
    return {"url": "#chat", "name": name, "at": at, "preview": preview, "unread": unread}


def verdicts() -> list[dict[str, object]]:
    return [
        {
            "outcome": "hold",
            "sentence": _("Held: it is night where the customer lives."),
            "next_try": "Min 22 Nov 2026 08.00 WITA",
            "reasons": [
                {"text": _("Consent for promotions"), "value": "2 Jul 2026", "outcome": "pass"},
                {"text": _("Allowed hours of the customer"), "value": "22.10 WITA", "outcome": "hold"},
                {"text": _("At most 2 promotions in 7 days"), "value": "1", "outcome": "pass"},
            ],
        },
        {
            "outcome": "drop",
            "sentence": _("Not sent: the customer asked us to stop."),
            "reasons": [{"text": _("Opted out"), "value": "20 Nov 2026", "outcome": "drop"}],
        },
        {
            "outcome": "send",
            "sentence": _("May be sent now."),
            "reasons": [
                {"text": _("Reply within the customer's window"), "value": "23 jam", "outcome": "pass"}
            ],
        },
    ]


def bars() -> list[dict[str, object]]:
    return [
        {"label": _("Night"), "value": 61, "text": "61"},
        {"label": _("Frequency cap"), "value": 24, "text": "24", "hue": "kunyit"},
        {"label": _("Open complaint"), "value": 11, "text": "11", "hue": "bata"},
    ]


def recipes() -> list[dict[str, object]]:
    return [
        {
            "name": "Checkout belum dibayar",
            "replied": 0.31,
            "low": 12,
            "middle": 34,
            "high": 56,
            "cost": 52_100,
        },
        {"name": "Cek setelah tiba", "replied": 0.42, "low": -8, "middle": 7, "high": 22, "cost": 38_400},
        {
            "name": "Promo akhir pekan",
            "replied": 0.03,
            "low": -31,
            "middle": -18,
            "high": -5,
            "cost": 430_500,
        },
    ]


def heat() -> list[dict[str, object]]:
    planned = {"08": (4, 4, 9, 5, 4, 8, 4), "11": (14, 9, 22, 15, 14, 21, 4), "17": (9, 8, 15, 9, 14, 15, 8)}
    return [{"hour": hour, "cells": cells} for hour, cells in planned.items()]
