"""Every rule's code, severity, hint and whether it may be overridden (`domain.md` §4.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Severity = Literal["blokir", "peringatan", "info"]
CLASSES = ("notice", "reminder", "care", "promo", "reply")
NUDGES = ("reminder", "care", "promo")
ALL_BUT_REPLIES = ("notice", *NUDGES)


@dataclass(frozen=True, slots=True)
class Rule:
    """`severity` by class, absent where the rule is not asked; `blocks_when` says what makes it block."""

    code: str
    severity: Mapping[str, Severity]
    hint_id: str
    hint_en: str
    blocks_when: str = ""
    overridable: bool = True
    fixable: bool = False

    def hint(self, language: str, values: Mapping[str, str]) -> str:
        return (self.hint_en if language.startswith("en") else self.hint_id).format(**values)


def of(
    classes: Iterable[str], severity: Severity = "peringatan", **other: Severity
) -> Mapping[str, Severity]:
    return MappingProxyType({**dict.fromkeys(classes, severity), **other})


_TABLE = (
    Rule(
        "too_short",
        of(NUDGES),
        "Pesan terlalu singkat, sebutkan maksudnya.",
        "The message is very short; say what it is about.",
    ),
    Rule(
        "too_long",
        of(ALL_BUT_REPLIES),
        "Lebih dari 500 karakter, ringkas.",
        "More than 500 characters; make it shorter.",
        blocks_when="a WhatsApp template body over 550",
    ),
    Rule(
        "missing_name",
        of(NUDGES, "blokir", reminder="peringatan"),
        "Sebut nama pelanggan.",
        "Name the customer.",
    ),
    Rule(
        "missing_sender",
        of(NUDGES),
        "Pelanggan belum tahu ini dari siapa.",
        "The customer cannot tell who is writing.",
        blocks_when="first contact",
    ),
    Rule(
        "missing_context",
        of(NUDGES, promo="blokir"),
        "Sebutkan alasan menghubungi.",
        "Say why you are writing.",
    ),
    Rule(
        "hard_sell",
        of(ALL_BUT_REPLIES),
        "Kurangi tekanan, beri pilihan.",
        "Press less; leave a choice.",
        blocks_when="two phrases or more",
    ),
    Rule(
        "caps",
        of(ALL_BUT_REPLIES),
        "Terlalu banyak huruf kapital, tulis biasa saja.",
        "Too many capital letters; write them small.",
    ),
    Rule(
        "exclamation",
        of(ALL_BUT_REPLIES),
        "Cukup satu tanda seru.",
        "One exclamation mark is enough.",
        blocks_when="three or more",
        fixable=True,
    ),
    Rule(
        "emoji",
        of(ALL_BUT_REPLIES),
        "Terlalu banyak emoji, paling banyak {most}.",
        "Too many emoji; {most} at most.",
        blocks_when="more than ten",
        fixable=True,
    ),
    Rule(
        "missing_opt_out",
        of(("promo",), "blokir"),
        "Tambahkan cara berhenti.",
        "Add a way to stop.",
        overridable=False,
        fixable=True,
    ),
    Rule(
        "promo_streak",
        of(("promo",), "blokir"),
        "Dua promo berturut-turut, kirim yang bermanfaat dulu.",
        "Two promotions in a row; send something useful first.",
    ),
    Rule(
        "greeting_time",
        of(ALL_BUT_REPLIES, "blokir"),
        "Pesan akan terkirim pukul {time}, pakai '{greeting}'.",
        "The message will leave at {time}; greet with '{greeting}'.",
        fixable=True,
    ),
    Rule(
        "honorific",
        of(ALL_BUT_REPLIES),
        "Sapaan tidak selaras, pakai satu saja: {forms}.",
        "The forms of address do not fit; use one: {forms}.",
        blocks_when="B2B",
        fixable=True,
    ),
    Rule(
        "over_familiar",
        of(CLASSES),
        "Terlalu akrab.",
        "Too familiar.",
        blocks_when="B2B (replies: asked only there)",
        fixable=True,
    ),
    Rule(
        "placeholder",
        of(CLASSES, "blokir"),
        "Ada isian yang belum terisi.",
        "A blank has not been filled.",
        overridable=False,
    ),
    Rule(
        "no_terms",
        of(("promo",)),
        "Cantumkan masa berlaku.",
        "Say until when it is valid.",
    ),
    Rule(
        "false_exclusive",
        of(ALL_BUT_REPLIES, "blokir"),
        "Kalimat eksklusif harus benar.",
        "What is called exclusive must be so.",
    ),
    Rule(
        "links",
        of(ALL_BUT_REPLIES),
        "Paling banyak dua tautan, tanpa pemendek tautan.",
        "Two links at most, and no link shortener.",
    ),
    Rule(
        "sensitive",
        of(CLASSES, "blokir"),
        "Jangan meminta OTP, PIN, kata sandi, CVV, atau NIK lewat pesan.",
        "Never ask for an OTP, PIN, password, CVV or NIK in a message.",
        overridable=False,
    ),
    Rule(
        "utility_with_promo",
        of(ALL_BUT_REPLIES, "blokir"),
        "Template utilitas tidak boleh memuat promo; Meta akan mengubah kategorinya.",
        "A utility template must not hold a promotion; Meta would change its category.",
    ),
    Rule(
        "wa_edges",
        of(ALL_BUT_REPLIES, "blokir"),
        "WhatsApp menolak template yang diawali atau diakhiri variabel, variabel berdempetan, lebih dari 10 "
        "emoji, tab, atau 4 spasi.",
        "WhatsApp refuses templates with a variable at an edge, touching variables, more than 10 emoji, a tab "
        "or 4 spaces.",
    ),
    Rule(
        "multi_ask",
        of(ALL_BUT_REPLIES, "info"),
        "Satu pesan, satu permintaan.",
        "One message, one request.",
    ),
)
RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in _TABLE})
