"""The library of recipes: why and when a customer is followed up, with which words (`domain.md` §3)."""

from types import MappingProxyType

from sapa.domain.recipes.arrival import CEK_SETELAH_TIBA
from sapa.domain.recipes.checkout import CHECKOUT_BELUM_BAYAR
from sapa.domain.recipes.library import LIBRARY, source_of
from sapa.domain.recipes.types import Recipe, Step, missing_settings
from sapa.domain.recipes.winback import KANGEN_PELANGGAN

RECIPES = MappingProxyType(
    {recipe.id: recipe for recipe in (CHECKOUT_BELUM_BAYAR, CEK_SETELAH_TIBA, KANGEN_PELANGGAN)}
)

__all__ = [
    "CEK_SETELAH_TIBA",
    "CHECKOUT_BELUM_BAYAR",
    "KANGEN_PELANGGAN",
    "LIBRARY",
    "RECIPES",
    "Recipe",
    "Step",
    "missing_settings",
    "source_of",
]
