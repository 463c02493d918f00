"""Variables of quick replies."""

from sapa.domain.journeys.registry.variables import VARIABLES
from sapa.domain.quick_replies import PATHS, fill, unknown

KNOWN = {"panggilan": "Kak Dewi", "pesanan": {"nomor": "TS-1", "total": " "}, "kirim": {}}


def test_what_is_known_is_filled_in_and_the_rest_keeps_its_braces() -> None:
    told = fill("Halo { Nama }, {pesanan}: resi {resi}, {total}, {resi}.", KNOWN)
    assert told.text == "Halo Kak Dewi, TS-1: resi {resi}, {total}, {resi}."
    assert told.missing == ("resi", "total")


def test_values_are_never_read_as_places() -> None:
    assert fill("{nama}", {"panggilan": "{resi}"}).text == "{resi}"


def test_every_name_is_a_variable_of_texts() -> None:
    assert set(PATHS.values()) <= set(VARIABLES)


def test_unknown_names_are_told_once() -> None:
    assert unknown("{nama} {alamat} {Alamat} {kota} {}") == ["alamat", "kota"]
