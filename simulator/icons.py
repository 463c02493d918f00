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
    "file": '<path d="M7 3h7l4 4v14H7z"/><path d="M14 3v5h4"/>',
}
TICKS = {"accepted": "wait", "sent": "one", "delivered": "two", "read": "two", "failed": "fail"}


def icon(name: str) -> str:
    return f'<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">{PATHS[name]}</svg>'


MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="7" y="2" width="18" height="28" '
    'rx="5" fill="#1d6b58"/><path d="M11 9h10v8h-5l-3 3v-3h-2z" fill="#fff"/></svg>'
)
FAVICON = "data:image/svg+xml," + quote(MARK)
