"""The few line drawings of the phone pages, and the mark of the site."""

from urllib.parse import quote

PATHS = {
    "one": '<path d="m5 13 4 4 9-10"/>',
    "two": '<path d="m2 13 4 4 8-9M11 16l1 1 9-9"/>',
    "wait": '<circle cx="12" cy="12" r="8"/><path d="M12 8v4l3 2"/>',
    "fail": '<circle cx="12" cy="12" r="8"/><path d="M12 8v5M12 16h.01"/>',
    "send": '<path d="M4 12 20 4l-4 16-4-6z"/>',
    "photo": '<rect x="4" y="5" width="16" height="14" rx="2"/><circle cx="9" cy="10" r="1.5"/>'
    '<path d="m5 18 5-5 3 3 3-3 4 4"/>',
    "back": '<path d="m14 6-6 6 6 6"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="m20 20-4.5-4.5"/>',
    "phone": '<rect x="7" y="3" width="10" height="18" rx="2.5"/><path d="M11 18h2"/>',
    "reply": '<path d="M9 7 4 12l5 5M4 12h9a7 7 0 0 1 7 7"/>',
    "link": '<path d="M14 5h5v5M19 5l-9 9M10 6H6a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-4"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "dots": '<circle cx="12" cy="5" r="1"/><circle cx="12" cy="12" r="1"/><circle cx="12" cy="19" r="1"/>',
    "voice": '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11a7 7 0 0 0 14 0M12 18v3"/>',
    "video": '<rect x="3" y="6" width="12" height="12" rx="2"/><path d="m15 10 6-3v10l-6-3"/>',
    "place": '<path d="M12 21s7-6.5 7-11.5A7 7 0 0 0 5 9.5C5 14.5 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "card": '<circle cx="12" cy="9" r="4"/><path d="M4 20c1-4 4.5-5.5 8-5.5s7 1.5 8 5.5"/>',
    "sticker": '<path d="M13 20H7a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3h10a3 3 0 0 1 3 3v6zM20 13h-4a3 3 0 0 0-3 3v4"/>',
    "power": '<path d="M12 4v7M7 7a7 7 0 1 0 10 0"/>',
    "block": '<circle cx="12" cy="12" r="8"/><path d="m6.5 6.5 11 11"/>',
    "offer": '<path d="M4 10v4h3l8 5V5l-8 5zM18 9a4 4 0 0 1 0 6"/>',
    "hide": '<path d="M4 4l16 16M9.5 5.6A9 9 0 0 1 21 12a12 12 0 0 1-2.4 3.2"/>'
    '<path d="M6.2 7.5A12 12 0 0 0 3 12a10 10 0 0 0 12 5.5"/>',
    "swap": '<path d="M4 9h14l-4-4M20 15H6l4 4"/>',
    "call": '<path d="M6 4h4l1.5 5-2.5 1.5a11 11 0 0 0 4.5 4.5L15 12.5l5 1.5v4a2 2 0 0 1-2 2"/>'
    '<path d="M18 20A14 14 0 0 1 4 6a2 2 0 0 1 2-2"/>',
    "copy": '<rect x="8" y="8" width="12" height="12" rx="2"/>'
    '<path d="M16 8V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2"/>',
    "play": '<path d="m8 5 11 7-11 7z"/>',
    "smile": '<circle cx="12" cy="12" r="8"/><path d="M9 10h.01M15 10h.01M8.5 14a4 4 0 0 0 7 0"/>',
    "rows": '<path d="M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01"/>',
    "events": '<path d="M4 6h16M4 12h10M4 18h13"/>',
    "form": '<rect x="5" y="3" width="14" height="18" rx="2"/><path d="M9 8h6M9 12h6M9 16h3"/>',
    "cart": '<path d="M4 5h2l2 10h9l2-7H7"/><circle cx="9" cy="19" r="1"/><circle cx="16" cy="19" r="1"/>',
    "file": '<path d="M7 3h7l4 4v14H7z"/><path d="M14 3v5h4"/>',
}
TICKS = {
    "accepted": "wait",
    "sent": "one",
    "delivered": "two",
    "read": "two",
    "played": "two",
    "failed": "fail",
}


def icon(name: str) -> str:
    return f'<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">{PATHS[name]}</svg>'


MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="7" y="2" width="18" height="28" '
    'rx="5" fill="#1d6b58"/><path d="M11 9h10v8h-5l-3 3v-3h-2z" fill="#fff"/></svg>'
)
FAVICON = "data:image/svg+xml," + quote(MARK)
