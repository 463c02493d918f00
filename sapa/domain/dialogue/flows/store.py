"""The shop itself: hours, place, telephone and channels, by the articles and the shop's own settings."""

import re

from sapa.domain.dialogue.goods import ASKING
from sapa.domain.dialogue.handing import knows_not
from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.naming import words_in
from sapa.domain.dialogue.parcels import at_time
from sapa.domain.dialogue.policies import cites_of, quoted, rule_for
from sapa.domain.dialogue.records import Cited
from sapa.domain.dialogue.speaking import LONGEST, Text, joined, say
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding.normalising import normalise

HOURS_ASKED = re.compile(
    r"\b(?:(?<!berapa )jam|buka\w*|tutup\w*|operasional|libur\w*|senin|selasa|rabu|kamis|jumat|jum'at|sabtu"
    r"|minggu|ahad|pukul|hours?"
    r"|open\w*|clos(?:e|ed|ing)|weekend|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|aktif|online)\b"
)
PLACE_ASKED = re.compile(
    r"\b(?:alamat\w*|lokasi\w*|di mana|dimana|mana|toko\w*|cabang\w*|outlet\w*|offline|gudang\w*"
    r"|kantor\w*|showroom"
    r"|butik|kedai\w*|workshop|pabrik\w*|studio|where|address|located|location|branch\w*|store|maps?"
    r"|ambil sendiri"
    r"|pickup)\b"
)
PHONE_ASKED = re.compile(
    r"\b(?:telepon\w*|telp\w*|telpon\w*|nomor (?:cs|admin|toko|wa|hp)|kontak\w*|hubungi|call|phone"
    r"|contact|hotline)\b"
)
LINKS_ASKED = re.compile(
    r"\b(?:instagram|ig|shopee|tokopedia|tiktok|lazada|website|web|situs|link\w*|marketplace|facebook"
    r"|fb|akun|medsos|sosmed"
    r"|channel\w*|online shop|toko online)\b"
)
HOURS_WORDS = re.compile(r"\b(?:jam|pukul|hours?|operasional|libur\w*)\b")
DAYS = re.compile(
    r"\b(?:hari|senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|ahad|besok|lusa|weekend|\w+day|this|next|on)\b"
)
TELLS_HOURS = re.compile(
    r"\b(?:buka|tutup|libur|melayani|layanan|operasional|jam kerja|menjawab|petugas|cs|admin|open"
    r"|close[sd]?|hours)\b"
)
OPENS = re.compile(
    r"\b(?:buka|tutup|bukak|open|opens|closed?|closes|jam kerja|operasional|melayani|menjawab)\b"
)
CLOCK = re.compile(r"\d{1,2}[.:]\d{2}.{1,25}\d{1,2}[.:]\d{2}")  # from when to when
NAMES_STREET = re.compile(
    r"\b(?:Jalan|Jl\.?|Jln\.?|Ruko|Mall?|Plaza|Pasar)\s+[A-Z0-9]|[A-Z]\w+ (?:Street|Road|Mall|Plaza|Square)\b"
)
PLAIN_WORDS = """
    toko nya tokonya tokomu alamat alamatnya lokasi lokasinya di mana dimana ya kak kakak min admin gan sis mas
    mbak bang kalian offline ada apa kah yang boleh tahu tau info minta dong posisi letak shop your store is the
    where located are you address whats what s please
"""
PLAIN = frozenset(PLAIN_WORDS.split())
WHERE_ASKED = re.compile(
    r"\b(?:toko\w*|kedai\w*|kantor\w*|outlet\w*|store|shop|kalian|lokasi\w*)\b.{0,20}\b(?:mana|dimana|alamat\w*|endi"
    r"|where)\b|\b(?:where|alamat\w*|lokasi\w*)\b.{0,20}\b(?:toko\w*|kedai\w*|store|shop|kalian|you|mana)\b"
)
BRANCH_ASKED = re.compile(r"\b(?:cabang\w*|branch\w*|outlet\w*)\b|\b(?:toko|store|shop)\w* (?:lain|other)\b")
TELLS_BRANCHES = re.compile(r"\b(?:cabang\w*|branch\w*|outlet\w*|satu-satunya|only (?:store|shop))\b")
BRANCHES = Text("Apakah ada cabang di kota lain?", "Is there a branch in another city?")
WHERE = Text("Toko ada di mana dan buka pukul berapa?", "Where is the store and when is it open?")
HOURS = Text("Jam layanan kami: {hours}.", "Our hours: {hours}.")
CLOSED = Text("Sekarang sedang tutup, buka lagi {at}.", "We are closed now and open again {at}.")
OPEN = Text("Sekarang kami buka.", "We are open now.")
PLACE = Text("Alamat {shop}: {place}.", "The address of {shop}: {place}.")
PHONE = Text("Telepon: {phone}.", "Phone: {phone}.")
LINK = Text("{name}: {link}", "{name}: {link}")


def store_info(turn: Turn) -> Move:
    """The articles, which know of several places; what the settings hold where they say nothing."""
    said = normalise(turn.said.text)
    rule = rule_for(turn) or (place_by_articles(turn) if is_plain(said) or asks_where(turn, said) else None)
    rule = rule or branches(turn, said) or place_in_town(turn, said)
    if rule and WHERE_ASKED.search(said) and not NAMES_STREET.search(rule.text or ""):
        rule = place_by_articles(turn) or rule
    hours_only = HOURS_ASKED.search(said) is not None and PLACE_ASKED.search(said) is None
    if rule and hours_only and turn.business.hours and not tells_hours(rule):
        rule = None
    if rule and hours_only and turn.business.hours and not CLOCK.search(rule.text or ""):
        rule = None
    if rule:
        now = open_now(turn) if hours_only else ""
        if hours_only and OPENS.search(said) and not OPENS.search((rule.text or "").casefold()):
            return answers(turn, hours(turn), code="store_info")
        text = joined(quoted(rule, LONGEST - 100 - len(now)), now)
        return answers(turn, text, code="store_info", cites=cites_of(rule, text))
    own = by_settings(turn, said)
    return answers(turn, own, code="store_info") if own else knows_not(turn)


def is_plain(said: str) -> bool:
    """Where the shop is, in so many words and no others: no branch or town is named that it may not have."""
    return PLACE_ASKED.search(said) is not None and all(word in PLAIN for word in re.findall(r"\w+", said))


def place_by_articles(turn: Turn) -> Cited | None:
    """An article that names a street; addresses are spoken of in others too."""
    rule = rule_for(turn, say(turn, WHERE))
    return rule if rule and NAMES_STREET.search(rule.text or "") else None


def place_in_town(turn: Turn, said: str) -> Cited | None:
    """Where in a town, if the article tells of that town."""
    town = str(turn.said.understood.slots.get("city") or "")
    rule = place_by_articles(turn) if town and WHERE_ASKED.search(said) else None
    return rule if rule and town.casefold() in (rule.text or "").casefold() else None


def asks_where(turn: Turn, said: str) -> bool:
    """Where the shop is, with whatever else beside it; no branch and no town is named."""
    return bool(WHERE_ASKED.search(said)) and not (
        BRANCH_ASKED.search(said) or "city" in turn.said.understood.slots
    )


def branches(turn: Turn, said: str) -> Cited | None:
    """Whether there is a branch elsewhere: only by an article that speaks of branches, or of the only shop."""
    if not BRANCH_ASKED.search(said):
        return None
    found = (rule_for(turn, say(turn, question)) for question in (BRANCHES, WHERE))
    return next(
        (rule for rule in found if rule and TELLS_BRANCHES.search((rule.text or "").casefold())), None
    )


def tells_hours(rule: Cited) -> bool:
    """Of people or the shop; the hours of couriers and payments are other ones."""
    return TELLS_HOURS.search(f"{rule.title} {rule.text}".casefold()) is not None


def by_settings(turn: Turn, said: str) -> str:
    """Whatever of hours, place, telephone and links was asked for and is set; a blank where it is not."""
    parts = {
        hours: HOURS_ASKED.search(said) and is_of_hours(said),
        place: PLACE_ASKED.search(said),
        phone: PHONE_ASKED.search(said),
        links: LINKS_ASKED.search(said),
    }
    return "\n".join(filter(None, (part(turn) for part, asked in parts.items() if asked)))


def is_of_hours(said: str) -> bool:
    """A day beside something else that one may do there asks for that, and not when the shop is open."""
    if OPENS.search(said) or HOURS_WORDS.search(said):
        return True
    return not [word for word in words_in(DAYS.sub(" ", said)) if word not in PLAIN | ASKING]


def hours(turn: Turn) -> str:
    told = turn.business.hours.get(turn.talk.language) or next(iter(turn.business.hours.values()), "")
    if not told:
        return ""
    return " ".join(filter(None, (say(turn, HOURS, hours=told.rstrip(".")), open_now(turn))))


def open_now(turn: Turn) -> str:
    """By the shop's calendar, holidays too."""
    if not turn.business.hours:
        return ""
    if turn.business.opens_at and turn.business.opens_at > turn.now:
        return say(turn, CLOSED, at=at_time(turn, turn.business.opens_at))
    return say(turn, OPEN)


def place(turn: Turn) -> str:
    return say(turn, PLACE, place=turn.business.place.rstrip(".")) if turn.business.place else ""


def phone(turn: Turn) -> str:
    return say(turn, PHONE, phone=turn.business.phone) if turn.business.phone else ""


def links(turn: Turn) -> str:
    return "\n".join(say(turn, LINK, name=name, link=link) for name, link in turn.business.links.items())
