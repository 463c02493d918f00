"""An article in Markdown as sentences."""

from sapa.domain.knowledge.sentences import sentences_of

TABLE = "| Paket | Harga |\n|---|---|\n| Rintis | Rp49.000 |\n| Mantap | Rp299.000 |"


def told(text: str) -> list[str]:
    return [one.text for one in sentences_of(text)]


def test_rows_of_a_table_and_items_of_a_list_are_sentences_of_their_own() -> None:
    assert told(TABLE) == ["Rintis, Harga: Rp49.000.", "Mantap, Harga: Rp299.000."]
    assert told("- Foto **dus**\n- Foto `label`\n1. Kirim") == ["Foto dus.", "Foto label.", "Kirim."]


def test_a_sentence_knows_its_heading() -> None:
    assert [one.heading for one in sentences_of("Awal.\n## Garansi\nSetahun.")] == ["", "Garansi"]


def test_streets_and_amounts_do_not_end_a_sentence() -> None:
    text = "Toko di Jl. Melati 4 buka 08.00. Ongkir Rp. 5.000 saja."
    assert told(text) == ["Toko di Jl. Melati 4 buka 08.00.", "Ongkir Rp. 5.000 saja."]


def test_an_endless_sentence_is_cut_and_nothing_is_lost() -> None:
    words = told("kata " * 2000)
    assert max(map(len, words)) <= 420
    assert " ".join(words).split() == ["kata"] * 2000
