"""Articles out of files of other systems."""

import pytest

from sapa.domain.knowledge.files import FileRefused, read_file

NOTES = (
    b"# Bantuan\n\nSelamat datang.\n\n## Retur\n\nTujuh hari.\n\n"
    b"```\n## bukan judul\n```\n\n## Garansi\n\n- 12 bulan\n"
)
FOLDED = (
    b"<nav>Menu</nav><details><summary>Bisa COD?</summary><p>Bisa, di <b>Jawa</b>.</p>"
    b"<ul><li>Maks Rp500.000</li></ul></details>"
)
TERMS = b"<h1>FAQ</h1><dl><dt>Jam buka?</dt><dd>08.00 sampai 17.00</dd><dt>Di mana?</dt><dd>Solo</dd></dl>"
DATA = (
    b'<script type="application/ld+json">{"@type":"FAQPage","mainEntity":[{"@type":"Question","name":"Bisa retur?",'
    b'"acceptedAnswer":{"@type":"Answer","text":"<p>Bisa.</p><p>7 hari.</p>"}}]}</script><h2>Lain</h2><p>x</p>'
)


def told(name: str, content: bytes) -> list[tuple[str, str]]:
    return [(one.title, one.text) for one in read_file(name, content)]


def test_headings_of_markdown_part_the_articles_and_code_does_not() -> None:
    assert [title for title, _text in told("bantuan.md", NOTES)] == ["Bantuan", "Retur", "Garansi"]


def test_notes_without_headings_are_one_article_called_after_the_file() -> None:
    assert told("jam_buka.txt", b"Buka 08.00.") == [("Jam buka", "Buka 08.00.")]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_table_is_read_by_the_names_of_its_columns(sign: str) -> None:
    rows = ["no", "Pertanyaan", "Jawaban", "Internal"], ["1", "Bisa COD?", '"Bisa,\ndi Jawa."', "ya"]
    (one,) = read_file("faq.csv", "\n".join(sign.join(row) for row in rows).encode())
    assert (one.title, one.text, one.internal) == ("Bisa COD?", "Bisa,\ndi Jawa.", True)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (FOLDED, [("Bisa COD?", "Bisa, di Jawa.\n\n- Maks Rp500.000")]),
        (TERMS, [("Jam buka?", "08.00 sampai 17.00"), ("Di mana?", "Solo")]),
        (DATA, [("Bisa retur?", "Bisa.\n\n7 hari.")]),
    ],
)
def test_a_saved_page_gives_its_questions_with_their_answers(
    page: bytes, expected: list[tuple[str, str]]
) -> None:
    assert told("faq.html", page) == expected


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("faq.csv", b"  \n", "empty"),
        ("faq.pdf", b"%PDF", "unknown_kind"),
        ("faq.md", b"PK\x00\x01", "not_text"),
        ("faq.csv", b"a,b\n1,2\n", "no_columns"),
        ("faq.html", b"<p>Hanya teks</p>", "no_articles"),
        ("faq.md", b"x" * 1_000_001, "too_large"),
        ("faq.csv", b"judul,isi\n" + b"a,b\n" * 501, "too_many"),
    ],
)
def test_a_file_that_holds_no_articles_is_refused_with_its_reason(
    name: str, content: bytes, code: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        read_file(name, content)
    assert refused.value.code == code


def test_a_row_without_a_text_says_what_it_lacks() -> None:
    assert [one.problem for one in read_file("faq.csv", b"judul,isi\nRetur,\n,Tujuh hari\n")] == [
        "no_text",
        "no_title",
    ]
