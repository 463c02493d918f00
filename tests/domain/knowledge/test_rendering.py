"""Markdown as HTML that may stand in any page."""

import pytest

from sapa.domain.knowledge.rendering import html_of


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## Retur\nTujuh **hari**.", "<h3>Retur</h3>\n<p>Tujuh <strong>hari</strong>.</p>"),
        ("- satu\n- dua\n\n1. tiga", "<ul><li>satu</li><li>dua</li></ul>\n<ol><li>tiga</li></ol>"),
        (
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
        ),
        ("baris\nkedua", "<p>baris<br>kedua</p>"),
        ("2 * 3 * 4 dan snake_case", "<p>2 * 3 * 4 dan snake_case</p>"),
    ],
)
def test_what_is_marked_is_an_element(text: str, html: str) -> None:
    assert html_of(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '[x](https://a.id/"onmouseover="alert(1))',
        "![x](https://a.id/x.png)",
        "## <img src=x onerror=alert(1)>",
        "`</code><script>`",
        "| <b onclick=x> |",
    ],
)
def test_nothing_of_the_text_becomes_an_element_of_its_own(text: str) -> None:
    html = html_of(text)
    for forbidden in ("<script", "<img", "<b ", 'href="javascript', '" on', '"on'):
        assert forbidden not in html


@pytest.mark.parametrize(
    "to", ["https://a.id/,https://b.id/onmouseover=location=name/", "https://a.id/__b__", "https://a.id/`b`"]
)
def test_nothing_inside_of_an_address_is_read_again(to: str) -> None:
    link = f'<a href="{to}" rel="noopener nofollow">'
    assert html_of(f"[lihat]({to}) ya") == f"<p>{link}lihat</a> ya</p>"


def test_an_address_in_the_words_of_a_link_is_no_second_link() -> None:
    assert html_of("[https://b.id](https://a.id)").count("<a ") == 1
