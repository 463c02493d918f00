"""Style sheets and scripts: answered in one piece, so that a browser that leaves leaves no open file behind."""

from django.test import Client

SHEET = "/static/web/css/tokens.css"


def test_a_file_is_answered_in_one_piece() -> None:
    answer = Client().get(SHEET)
    assert (answer.status_code, answer.streaming, answer["Content-Type"]) == (
        200,
        False,
        'text/css; charset="utf-8"',
    )
    assert int(answer["Content-Length"]) == len(answer.content) > 0


def test_a_part_of_a_file_is_answered_as_asked() -> None:
    whole, part = Client().get(SHEET), Client().get(SHEET, headers={"Range": "bytes=3-9"})
    assert (part.status_code, part.content) == (206, whole.content[3:10])
    assert Client().get(SHEET, headers={"Range": "bytes=99999999-"}).status_code == 416


def test_a_file_that_the_browser_has_is_not_sent_again() -> None:
    seen = Client().get(SHEET)["ETag"]
    answer = Client().get(SHEET, headers={"If-None-Match": seen})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", seen)
    assert Client().head(SHEET).content == b""
    assert Client().post(SHEET).status_code == 405
