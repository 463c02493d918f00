"""The gallery: recipes of the library and journeys of the shop's own, as this workspace uses them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from sapa.domain.journeys.conditions import missing_settings
from sapa.domain.journeys.definition import Definition
from sapa.domain.recipes import LIBRARY
from sapa.journeys.models import FollowUp, Journey
from sapa.journeys.selectors.words import RecipeWords, all_definitions, language, words_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PLACE = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
OPEN = ("waiting", "queued")
OWN = "own"
# The customer's life, from the first talk to coming back.
STAGES: tuple[tuple[str, "StrOrPromise", tuple[str, ...]], ...] = (
    (OWN, _("Your own journeys"), ()),
    ("first", _("Getting to know"), ("kontak_pertama", "balasan_otomatis", "checkout_belum_bayar")),
    ("order", _("Order and parcel"), ("konfirmasi_pesanan", "kabar_pengiriman", "status_retur")),
    ("arrived", _("After it arrived"), ("cek_setelah_tiba", "panduan_pakai", "tiga_hari_setelah_beli",
                                        "cek_pemakaian", "pasca_keluhan")),
    ("voice", _("Their opinion"), ("csat", "minta_ulasan", "nps", "survei_masukan")),
    ("money", _("Plans and invoices"), ("perpanjang_langganan", "pengingat_tagihan")),
    ("again", _("Buying again"), ("isi_ulang", "produk_pelengkap", "edukasi_fitur")),
    ("back", _("Coming back"), ("kangen_pelanggan", "promo_pernah_pakai")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecipeCard:
    """`texts`: (step, text with its places in brackets) for private customers. `own`: not of the library."""

    id: str
    definition: Definition
    words: RecipeWords
    mode: str
    settings: Mapping[str, Any]
    missing: Sequence[str]
    texts: Sequence[tuple[str, str]]
    open: int
    sent: int
    rehearsed: int
    share: int
    own: bool
    version: int

    @property
    def enabled(self) -> bool:
        return self.mode != Journey.Mode.OFF


def recipe_cards() -> list[RecipeCard]:
    rows = {row.recipe: row for row in Journey.objects.all()}
    grouped = FollowUp.objects.order_by().values_list("recipe", "state").annotate(Count("pk"))
    counts = {(recipe, state): number for recipe, state, number in grouped}
    return [_card(one, rows.get(one.id), counts) for one in all_definitions().values()]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of the customer's life with its recipes."""

    id: str
    name: "StrOrPromise"
    cards: Sequence[RecipeCard]


def by_stage(cards: Iterable[RecipeCard]) -> list[Stage]:
    """In the order of a customer's life, the shop's own first; stretches without a card are left out."""
    known = {card.id: card for card in cards}
    own = tuple(key for key, card in known.items() if card.own)
    placed = {recipe for _id, _name, recipes in STAGES for recipe in recipes}
    unplaced = tuple(key for key, card in known.items() if not card.own and key not in placed)
    found = []
    for stage, name, recipes in STAGES:
        keys = own if stage == OWN else recipes + (unplaced if stage == "again" else ())
        found.append(Stage(stage, name, [known[key] for key in keys if key in known]))
    return [stage for stage in found if stage.cards]


def recipe_card(recipe: str) -> RecipeCard | None:
    return next((card for card in recipe_cards() if card.id == recipe), None)


def _card(
    definition: Definition, journey: Journey | None, counts: Mapping[tuple[str, str], int]
) -> RecipeCard:
    chosen = journey.settings if journey else {}
    count = {state: counts.get((definition.id, state), 0) for state in FollowUp.State.values}
    return RecipeCard(
        id=definition.id,
        definition=definition,
        words=words_of(definition),
        mode=journey.mode if journey else Journey.Mode.OFF,
        settings=definition.with_defaults(chosen),
        missing=missing_settings(definition, chosen),
        texts=[
            (step.name.in_language(language()), PLACE.sub(r"[\1]", step.variants[0].b2c))
            for step in definition.messages
        ],
        open=sum(count[state] for state in OPEN),
        sent=count["sent"],
        rehearsed=count["rehearsed"],
        share=journey.share if journey else 0,
        own=definition.id not in LIBRARY,
        version=journey.version if journey else 0,
    )


def journey_by_key(recipe: str) -> Journey:
    """The one door to a journey of this workspace. Raises Http404."""
    return get_object_or_404(Journey, recipe=recipe)


__all__ = ["RecipeCard", "Stage", "by_stage", "journey_by_key", "recipe_card", "recipe_cards"]
