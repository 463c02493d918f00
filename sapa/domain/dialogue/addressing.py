"""A new address in a message, exactly as written, and one that corrects a part of it."""

import re

from sapa.domain.understanding.slots.places import STREET, cities

I = re.IGNORECASE  # noqa: E741 (as in re)
MOVED_TO = re.compile(
    r"(?:ganti\w*|diganti|digentos|gentos|gantos|ubah\w*|diubah|dirubah|rubah|pindah\w*|dipindah\w*"
    r"|diganti|alih\w*|"
    r"dialih\w*|kirim\w*|dikirim\w*|anter\w*|antar\w*|change|move|send|ship|deliver)\b[^\n]{0,60}?"
    r"\b(?:ke|ka|jadi|menjadi|dadi|nang|neng|to)\b[\s:]*(?P<place>[^\n?]+)",
    I,
)
STARTS = re.compile(rf"(?<![\w])(?P<place>{STREET}[^\n?]+)", I)
LEAD = re.compile(
    r"^(?:(?:eh|oh|maaf|sorry|ini|nih|ya|iya|ok|oke|kak|min|tp|tapi|salah|alamat(?:nya|ku|e|na)?"
    r"|baru(?:nya)?|yang"
    r"|yg|bener(?:nya)?|benar(?:nya)?|harusnya|kirim|ke|ka|di|to|is|it's|its|the|new|address|correct"
    r"|my|adalah|jadi)"
    r"\b[\s:,.-]*)+",
    I,
)
TAIL = re.compile(
    r"(?:[\s,.!?]+(?:ya|yah|kak|kakak|min|gan|sis|dong|deh|tolong|makasih|makasi|terima kasih|thanks"
    r"|thank you|thx"
    r"|please|aja|saja|wae|atuh|nggih|nuhun|suwun|bisa|bisakah|boleh|ga|gak|nggak|mas|mbak|bang|admin|instead"
    r"|can you)\b\.?)+[\s!?.]*$|[\s!?.,;]+$",
    I,
)
AFTER = re.compile(
    r"\s(?:bukan|not|soalnya|karena|krn|biar|because|sebelum|masih|keburu|atas nama|a\.n\.?|a/n"
    r"|penerima)(?!\w).*$",
    I,
)
PART = re.compile(
    r"\b(?P<label>blok|block|number|no(?:mor|mer)?(?:nya|ne|na)?(?: rumah(?:nya)?)?|rt(?:nya)?|rw(?:nya)?"
    r"|lantai|lt|unit|kamar"
    r"|kode ?pos(?:nya)?)\.?\s*(?P<value>[a-z]?\d[\w/.-]*|[a-z]\d*\b(?![a-z]))",
    I,
)
ENDING = re.compile(r"(?<=\w)nya\b", I)
HOUSE = re.compile(r"^[^\d,]+ (\d+\w*)(?=$|[ ,])")  # «Jl. Merdeka 10»: a number without a word for it
HAS_STREET = re.compile(rf"\b{STREET}", I)
NAMES_STREET = re.compile(
    r"(?i:\b(?:jl|jln|gg|perum|perumahan|komplek|kompleks)\b)\.?\s+\w"
    r"|\b(?i:jalan|ruko|apartemen|apartment|gedung|griya|cluster|tower)\.?\s+[A-Z]"
    r"|[A-Z]\w+ (?i:street|road|st|rd)\b"
)
SPOKEN = re.compile(r"\b(?:salah|keliru|harusnya|bukan|nya|klentu|wrong|should|tambah\w*|tulis\w*)\b", I)
HINT = re.compile(
    r"\b(?:titip\w*|dititip\w*|taruh|taro|satpam|security|pos jaga|pagar|pager|teras|patokan\w*|samping"
    r"|sebelah|landmark|tetangga|tonggo|resepsionis|catatan|(?:telpon|telepon|nelpon|hubungi"
    r"|kabari) dulu|leave|gate"
    r"|guard|entrance|call (?:me )?(?:first|before))\b",
    I,
)
DETAIL = re.compile(
    r"\b(?:kode ?pos\w*|kecamatan\w*|kelurahan\w*|kec|kel|rt|rw|no(?:mor|mer)? rumah\w*|rumahnya|blok"
    r"|lantai|unit|kamar"
    r"|penerima\w*|hp|nomor|nomer|phone|recipient)\b",
    I,
)
CONTACT = re.compile(r"\b(?:penerima\w*|recipient|hp|telepon|telp|phone|no wa|nomor wa|nomer)\b", I)
PERSON = re.compile(
    r"(?i:\b(?:jadi|tapi|menjadi|ke|to|atas nama|a\.n\.?|harusnya|yaitu|namanya))\s+"
    r"(?:(?i:pak|bu|bapak|ibu|mas|mbak|sdr|sdri|kak|mr|mrs|ms)\.?\s+)?[A-Z][^\W\d_]+"
)
SUPPOSES = re.compile(r"(?:kak |min )?(?:kalau|kalo|klo|kl|jika|nek|yen|lamun|mun|upami|if)\b", I)
SHORTEST = 8
POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
LONGEST_REST = 12  # words
NOT_BUT = re.compile(
    r"\b(?:bukan|dudu|sanes|not|salah) (?P<wrong>[\w/.-]*\w)[,;]? (?:tapi|tetapi|melainkan|ning"
    r"|nanging|but|harusnya|yang benar|jadi"
    r"|seharusnya) (?P<right>[\w/.-]*\w)"
    r"|\b(?!(?:eh|ya|itu|oh|maaf|sorry|no|kak) )(?P<right2>[\w/.-]*\w)[,;]? (?:bukan|dudu|sanes"
    r"|not) (?P<wrong2>[\w/.-]*\w)",
    I,
)
SMALL = frozenset(("itu", "ini", "it", "ya", "yang", "eh", "maksudnya", "maaf", "sorry"))


def address_in(text: str, *, bare: bool = False) -> str:
    """The address that a message names, "" for none. `bare`: it was asked for, so the whole message may be one."""
    for pattern in (MOVED_TO, STARTS):
        for hit in pattern.finditer(text):
            place = tidy(hit["place"])
            if is_address(place):
                return place
    whole = tidy(LEAD.sub("", text.strip()))
    asks = "?" in text or SUPPOSES.match(text) is not None
    return whole if bare and (is_address(whole) or (is_place(whole) and not asks)) else ""


def tidy(text: str) -> str:
    """Without the courtesies around it; not a letter of the address itself is changed."""
    place = AFTER.sub("", LEAD.sub("", " ".join(text.split())))
    while (shorter := TAIL.sub("", place)) != place:
        place = shorter
    return place


def is_address(text: str) -> bool:
    """A street or house and something that tells which one; a part of an address is none."""
    words = len(text.split())
    if len(text) < SHORTEST or not HAS_STREET.search(text):
        return False
    if NAMES_STREET.search(text):
        return _has_figure(text) or words > 2
    return _has_figure(text) and words > 4 and not SPOKEN.search(text)


def _has_figure(text: str) -> bool:
    return any(sign.isdecimal() for sign in text)


def is_place(text: str) -> bool:
    """What nobody would say but for an address: parts behind commas, or a number and a city."""
    if "?" in text or len(text) < SHORTEST:
        return False
    numbered = any(sign.isdecimal() for sign in text)
    return ("," in text and len(text.split()) > 2) or (numbered and len(text.split()) > 2)


def put_in_place(before: str, text: str) -> str:
    """`before` with the one word of it that a message calls wrong and says anew: «bukan 77 tapi 177»."""
    for hit in NOT_BUT.finditer(text):
        wrong, right = (hit["wrong"] or hit["wrong2"]), (hit["right"] or hit["right2"])
        found = re.search(rf"(?<!\w){re.escape(wrong)}(?!\w)", before, I)
        if found and right.casefold() not in SMALL:
            return f"{before[: found.start()]}{right}{before[found.end() :]}"
    return ""


def corrected(address: str, text: str) -> str:
    """`address` with the parts that a short message gives anew («eh salah, blok C9»); "" when it gives none."""
    changed = address
    for hit in PART.finditer(text):
        part = ENDING.sub("", hit[0].strip())
        changed = _with_part(changed, _bare_label(hit["label"]), part, hit["value"])
    return changed if changed != address else ""


def continued_with(before: str, new: str, text: str) -> str:
    """An address told in two messages: a street first, then the town; "" where the second is none of its parts."""
    rest = new or tidy(LEAD.sub("", text.strip()))
    if not before or rest.casefold() in before.casefold() or SPOKEN.search(text) or "?" in text:
        return ""
    lacks_town = not city_in(before) or city_in(before) == city_in(rest)
    is_rest = not HAS_STREET.search(rest) and (bool(city_in(rest)) or POSTCODE.search(rest) is not None)
    return f"{before}, {rest}" if is_rest and lacks_town and len(rest.split()) <= LONGEST_REST else ""


def _with_part(address: str, label: str, part: str, value: str) -> str:
    for old in PART.finditer(address):
        if _bare_label(old["label"]) == label:
            return f"{address[: old.start()]}{part}{address[old.end() :]}"
    house = HOUSE.search(address) if label == "no" else None
    if house:
        return f"{address[: house.start(1)]}{value}{address[house.end(1) :]}"
    return f"{address}, {part}"


def _bare_label(label: str) -> str:
    word = label.casefold().replace(" ", "").removesuffix("nya")
    if word.startswith("no") or word == "number":
        return "no"
    if word.startswith("kodepos"):
        return "kodepos"
    return {"block": "blok", "lt": "lantai"}.get(word, word)


def city_in(address: str) -> str:
    return next(iter(reversed(cities(address))), "")


def is_hint(text: str) -> bool:
    """Where to leave it, or a part of the address or the recipient with its new value."""
    if HINT.search(text):
        return True
    return DETAIL.search(text) is not None and (_has_figure(text) or PERSON.search(text) is not None)


def is_contact(text: str) -> bool:
    """Who receives it or their number, without the new value."""
    return CONTACT.search(text) is not None
