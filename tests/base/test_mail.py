"""The mail server as it is written in settings."""

import pytest

from sapa.base.instance import Instance, SettingsError
from sapa.base.mail_server import MailServer


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("smtp://mail.toko.example", ("smtp", "mail.toko.example", 587, "", "")),
        ("smtps://ani%40toko.example:p%2Fw@mx:1465", ("smtps", "mx", 1465, "ani@toko.example", "p/w")),
        ("smtp+plain://127.0.0.1/", ("smtp+plain", "127.0.0.1", 25, "", "")),
    ],
)
def test_a_server_is_read_from_one_address(written: str, read: tuple[object, ...]) -> None:
    assert MailServer.parse(written) == read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SAPA_MAIL_URL", "mail.toko.example:587"),
        ("SAPA_MAIL_URL", "http://mail"),
        ("SAPA_MAIL_URL", "smtp://mail:port"),
        ("SAPA_MAIL_URL", "smtp://mail/in"),
        ("SAPA_MAIL_FROM", "Toko Sari"),
        ("SAPA_MAIL_FROM", "a@b\nBcc: c@d"),
    ],
)
def test_what_is_no_server_or_sender_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Instance.from_environ({name: value})


def test_the_password_is_not_shown_and_the_sender_follows_the_address_of_sapa() -> None:
    settings = Instance.from_environ(
        {"SAPA_MAIL_URL": "smtp://ani:rahasia@mx", "SAPA_URL": "https://cs.toko.example"}
    )
    assert "rahasia" not in repr(settings)
    assert settings.mail_sender == "sapa@cs.toko.example"
    assert settings.mail_server == ("smtp", "mx", 587, "ani", "rahasia")
