"""Whether sentences of an article hold what is asked, and a code of what they lack."""

import re
from collections.abc import Sequence

from sapa.domain.knowledge.asking import Asked
from sapa.domain.knowledge.focus import group_told, misses_focus
from sapa.domain.knowledge.grouping import HALF_KNOWN, LIGHT, VERB, Group, is_unit
from sapa.domain.knowledge.index import Ready
from sapa.domain.knowledge.measures import holds, is_asked

ENOUGH = 0.54
BY_KIND = 0.06
BY_SUBJECT = 0.06
BY_STRANGE = 0.1
BY_STRANGE_DETAIL = 0.12
BY_WHOLE = frozenset(["duration", "date", "clock", "payer"])
NEARLY_ALL = 0.6
BARE = 3
WITHOUT_END = 0.72
HOW = re.compile(r"\b(?:cara\w*|bagaimana|how (?:do|can|to|should))\b")
STATES = frozenset(
    ["hilang", "menipis", "habis", "rusak", "mati", "basi", "pecah", "gagal", "lupa", "batal", "telat"]
)
MEASURES = frozenset(["mass", "volume", "length", "storage", "size", "power", "voltage"])
ACTIONS = frozenset(
    ["=lapor", "=kirim", "=bayar", "=pesan", "=tukar", "=retur", "=batal", "=ubah", "=ganti", "=klaim"]
)
CONTENT = re.compile(
    r"\b(?:isi|berisi|isinya|ukuran|ukurannya|netto|neto|kemasan|volume|berat|beratnya|kapasitas|menampung|tersedia"
    r"|tinggi|panjang|lebar|diameter|daya|beban)\b"
)
ALIKE_RARE = 0.02
OF_ONE_THING = frozenset(
    [
        "tariff",
        "phone",
        "money",
        "fee",
        "age",
        "share",
        "mass",
        "length",
        "volume",
        "power",
        "voltage",
        "pressure",
        "charge",
        "storage",
        "size",
        "colour",
        "energy",
        "person",
    ]
)
SWEEPING = re.compile(
    r"\b(?:tidak (?:di)?(?:boleh|perboleh|perkenan|izin|bisa|dapat|terima|menerima)\w*"
    r"|jangan|dilarang|semua|setiap|segala|apa pun|not allowed|all|any)\b"
)


THRESHOLD = re.compile(
    r"\b(?:setiap|tiap|minimal|minimum|belanja|di atas|kelipatan|pembelian|every|over)(?: \w+)?(?: rp\.? ?[\d.,]+)?"
)
ASKS_SHORT = re.compile(r"\bberapa (?:jam|menit|detik)|how many (?:hours|minutes)")
SHORT = re.compile(r"(?<!per )\b(?:jam|menit|detik|hari|hours?|minutes?|seconds?)\b")


def lacking(ready: Ready, chosen: Sequence[int], part: Asked, covered: float) -> str:
    told = keys_told(ready, chosen)
    named = [group for group in part.groups if group.named]
    if named and not any(group.keys & told for group in named):
        return "name_not_told"
    if sum(bool(group.keys & told) for group in part.groups) < fewest(ready, part):
        return "nothing_asked"
    if covered < enough(ready, part) or covered < at_least(ready, chosen, told, part):
        return "too_little"
    if not part.kinds and is_topic_only(ready, chosen, told, part):
        return "only_topic"
    if any(group.wide and not is_swept(group, ready, chosen) for group in part.groups):
        return "detail_not_told"
    if any(is_missing(group, told, ready, chosen, part) for group in part.groups):
        return "detail_not_told"
    if misses_focus(ready, chosen, told, part):
        return "focus_not_told"
    if part.letters and not all(re.search(rf"\b{one}\b", text_of(ready, chosen)) for one in part.letters):
        return "other_size"
    if "money" in part.kinds and part.sizes - numbers_in(ready, chosen):
        return "other_size"
    if not all(any(tells(ready, at, kind, part, told) for at in chosen) for kind in part.kinds):
        return "detail_not_told"
    return ""


def at_least(ready: Ready, chosen: Sequence[int], told: frozenset[str], part: Asked) -> float:
    """More where the last thing that is said, mostly what is asked of the others, is not told of."""
    if part.kinds or not part.weighty or HOW.search(part.plain):
        return 0.0
    last = part.weighty[-1]
    if not last.keys and (VERB.match(last.word) or last.word in STATES):
        return 0.0
    if last.weight <= HALF_KNOWN or group_told(last, told) or stands_for(last, ready, chosen, part):
        return 0.0
    return NEARLY_ALL if last.keys else WITHOUT_END


def is_topic_only(ready: Ready, chosen: Sequence[int], told: frozenset[str], part: Asked) -> bool:
    """Whether nothing but what the title names is told of, though more was asked."""
    more = [group for group in part.weighty if not group_told(group, ready.title)]
    return bool(more) and not any(
        group_told(group, told) or stands_for(group, ready, chosen, part) for group in more
    )


def fewest(ready: Ready, part: Asked) -> int:
    """How many groups must be told of: two where all are everyday words."""
    by_kind = part.kinds and any(group.keys & ready.title for group in part.groups)
    return 1 if part.weighty or by_kind else 2


def enough(ready: Ready, part: Asked) -> float:
    """Less where the title names what is asked about, and the kind of detail is known and nothing is strange."""
    if any(group.strange and group.weight > HALF_KNOWN for group in part.groups):
        return ENOUGH + (BY_STRANGE_DETAIL if part.kinds else BY_STRANGE)
    if part.kinds & OF_ONE_THING and any(
        not group.keys and group.weight > HALF_KNOWN for group in part.groups
    ):
        return ENOUGH + BY_STRANGE
    titled = any(group.keys & ready.title for group in part.weighty)
    return ENOUGH - (BY_KIND if part.kinds else 0.0) - (BY_SUBJECT if titled else 0.0)


def is_there(group: Group, near: frozenset[str]) -> bool:
    """«Kota lain di Jawa» is no town of another island."""
    elsewhere = frozenset(["@pulau lain"])
    others = any(key[0] == "@" for key in near - elsewhere)
    return bool(group.keys & (near - elsewhere if others else near))


def is_swept(group: Group, ready: Ready, chosen: Sequence[int]) -> bool:
    """Whether a sentence speaks of all of the kind: «hewan tidak diperbolehkan»."""
    sentences = [ready.sentences[at] for at in chosen]
    return any(group.keys & told.keys and SWEEPING.search(told.plain) for told in sentences)


def is_missing(group: Group, told: frozenset[str], ready: Ready, chosen: Sequence[int], part: Asked) -> bool:
    """Asked for by itself, and not told of: «warnanya apa», «ada kolam renang»."""
    if group.keys & told or group.kind in part.kinds:
        return False
    asks = group.attribute and is_asked(group.word, part.plain)
    if asks and group.kind and not part.lists:
        return not any(tells(ready, at, group.kind, part, told) for at in chosen)
    if stands_for(group, ready, chosen, part):
        return False
    if asks and not (part.lists and not group.kind):
        return not group.kind or not any(tells(ready, at, group.kind, part, told) for at in chosen)
    if re.search(rf"\bber-{re.escape(group.word)}\b", part.text.lower()):
        return True
    if group.attribute and not part.kinds and re.search(rf"\d ?{re.escape(group.word)}\b", part.plain):
        return True
    return (group.weight > LIGHT or (group in part.wanted and not group.keys and is_unit(group.word))) and (
        group in part.wanted or (not group.keys and is_asked(group.word, part.plain))
    )


def keys_told(ready: Ready, chosen: Sequence[int]) -> frozenset[str]:
    return ready.title.union(*(ready.sentences[at].keys | ready.sentences[at].about for at in chosen))


def stands_for(group: Group, ready: Ready, chosen: Sequence[int], part: Asked) -> bool:
    """«alamat» is answered by a street, also where the word is not said."""
    kind = "payer" if group.kind in ("fee", "payer") and "payer" in part.kinds else group.kind
    asked = kind in part.kinds or (bool(kind) and not group.keys)
    return asked and any(holds(ready.sentences[at].plain, kind) for at in chosen)


def text_of(ready: Ready, chosen: Sequence[int]) -> str:
    return " ".join(ready.sentences[at].plain for at in chosen)


def numbers_in(ready: Ready, chosen: Sequence[int]) -> frozenset[str]:
    return frozenset(re.findall(r"\d[\d.,]*\d|\d", text_of(ready, chosen)))


def is_of_another_measure(sentence: str, kind: str, part: Asked) -> bool:
    """What must be spent is no price; years do not answer «berapa jam»."""
    if kind == "money" and not THRESHOLD.search(part.plain):
        return not holds(THRESHOLD.sub("", sentence), kind)
    return kind == "duration" and bool(ASKS_SHORT.search(part.plain)) and not SHORT.search(sentence)


def is_number_of_another(ready: Ready, at: int, about: Sequence[Group], beside: frozenset[str]) -> bool:
    """«laju mini kecepatannya berapa» where the speed is told of the other one."""
    more = [group for group in about if not group.keys & ready.title]
    proper = [group for group in more if group.proper]
    before = carried(ready, at)
    return bool(proper) and not (
        all(group.keys & before for group in proper) and all(group_told(group, beside) for group in more)
    )


def is_own(group: Group, part: Asked) -> bool:
    """«untuk kafe saya»: for whom, not of what."""
    return bool(re.search(rf"\b{re.escape(group.word)} (?:saya|kami|aku)\b", part.plain))


def carried(ready: Ready, at: int) -> frozenset[str]:
    """What a sentence and those before it speak of."""
    return ready.title.union(*(one.keys | one.about for one in ready.sentences[: at + 1]))


def tells(ready: Ready, at: int, kind: str, part: Asked, whole: frozenset[str]) -> bool:
    """Whether one sentence holds a detail of this kind, of what was asked about and not of its neighbours."""
    told = ready.sentences[at]
    about = [group for group in part.weighty if group.keys and group.kind not in part.kinds]
    about = [group for group in about if not is_own(group, part)] or about
    if not holds(told.plain, kind) or is_of_another_measure(told.plain, kind, part):
        return False
    near = (
        told.keys | told.about | (frozenset() if kind == "money" and len(told.words) > BARE else ready.title)
    )
    if kind in BY_WHOLE:
        near = carried(ready, at) if kind == "duration" else whole
    light = [group for group in part.groups if group.keys and group.kind not in part.kinds]
    if (about or light) and not any(group.keys & near for group in about or light):
        return False
    if kind in ("money", "fee", "tariff"):
        named = [group for group in part.groups if group.named and group.keys]
        if named and not any(is_there(group, near | ready.title) for group in named):
            return False
    rarest = max((group.rare for group in about), default=0.0) - ALIKE_RARE
    must = [group for group in about if group.rare >= rarest] if kind in (*OF_ONE_THING, "duration") else []
    beside = near | ready.title
    if kind == "number" and is_number_of_another(ready, at, about, beside):
        return False
    if kind in MEASURES and must and not CONTENT.search(told.plain):
        own = [group for group in part.groups if group.keys and not group.keys & ready.title]
        if not any(group.keys & (told.keys | told.about) for group in (*must, *own)):
            return False
    must = [group for group in must if not group.keys & ACTIONS] or must
    untold = sum(not group_told(group, beside) for group in must)
    return untold == 0 or (untold == 1 and len(must) > 2)
