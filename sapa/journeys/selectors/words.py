"""Codes in words: recipes, their steps, and the reasons of every decision, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sapa.domain import journeys, policy
from sapa.domain.policy.sentences import inside


@dataclass(frozen=True, slots=True)
class RecipeWords:
    """`does` says what and when in one sentence."""

    name: str | Promise
    does: str | Promise
    icon: str


RECIPE_WORDS = {
    "checkout_belum_bayar": RecipeWords(
        _("Unpaid checkout"),
        _(
            "Four hours after an order was placed, reminds once that it waits for payment;"
            " never after it was paid, cancelled or answered, and never past the payment deadline."
        ),
        "shopping-cart",
    ),
    "cek_setelah_tiba": RecipeWords(
        _("Check after arrival"),
        _(
            "One day after the parcel arrived, asks whether everything is as expected; when the courier"
            " stays silent, three days after the estimated arrival."
        ),
        "package-check",
    ),
    "kangen_pelanggan": RecipeWords(
        _("Miss the customer"),
        _(
            "Writes to customers who allowed promotions and have not bought for 90, 120 and 180 days,"
            " at most once in 30 days."
        ),
        "heart-handshake",
    ),
}

STEP_NAMES = {
    ("checkout_belum_bayar", "1"): _("first reminder"),
    ("checkout_belum_bayar", "2"): _("before the order closes"),
    ("cek_setelah_tiba", "1"): _("after arrival"),
    ("cek_setelah_tiba", "presumed"): _("without news from the courier"),
    ("kangen_pelanggan", "1"): _("after three months"),
    ("kangen_pelanggan", "2"): _("after four months"),
    ("kangen_pelanggan", "3"): _("after six months"),
}


def recipe_name(recipe: str) -> str:
    return str(RECIPE_WORDS[recipe].name) if recipe in RECIPE_WORDS else recipe


def step_name(recipe: str, step: str) -> str:
    return str(STEP_NAMES.get((recipe, step), step))


def wording(code: str) -> str:
    """A reason of the policy or of the journeys; an unknown code stands for itself."""
    language = get_language() or "id"
    if code in policy.REASONS or code.startswith("exit_"):
        return policy.reason_of(code).wording(language)
    return journeys.reason_wording(code, language) if code in journeys.REASONS else code.replace("_", " ")


def reason_words(codes: Iterable[str]) -> str:
    """`jam istirahat pelanggan, akhir pekan`: the codes within a sentence."""
    return ", ".join(inside(wording(code)) for code in codes)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
