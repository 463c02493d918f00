"""The 22 recipes of `domain.md` §3: journey files that come along, read at the first look."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.reading import read_definition

# In the order of a customer's life, as the gallery shows them.
IDS = (
    *("kontak_pertama", "checkout_belum_bayar", "konfirmasi_pesanan", "kabar_pengiriman", "panduan_pakai"),
    *("cek_setelah_tiba", "tiga_hari_setelah_beli", "cek_pemakaian", "isi_ulang", "perpanjang_langganan"),
    *("kangen_pelanggan", "survei_masukan", "promo_pernah_pakai", "edukasi_fitur", "csat", "nps"),
    *("minta_ulasan", "produk_pelengkap", "pengingat_tagihan", "pasca_keluhan", "status_retur"),
    "balasan_otomatis",
)


class Library(Mapping[str, Definition]):
    """Each file is read once, when its recipe is first asked for: starting the house reads none."""

    def __getitem__(self, recipe_id: str) -> Definition:
        if recipe_id not in IDS:
            raise KeyError(recipe_id)
        return recipe(recipe_id)

    def __iter__(self) -> Iterator[str]:
        return iter(IDS)

    def __len__(self) -> int:
        return len(IDS)


@cache
def recipe(recipe_id: str) -> Definition:
    return read_definition(source_of(recipe_id))


def source_of(recipe_id: str) -> str:
    """The file as it comes along; an owner's copy starts from it."""
    return files("sapa.domain").joinpath("data", "recipes", f"{recipe_id}.yaml").read_text("utf-8")


LIBRARY: Mapping[str, Definition] = Library()
