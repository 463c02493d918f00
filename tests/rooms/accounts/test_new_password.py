"""A forgotten password: a link by mail, to nobody but people with an account."""

from django.conf import LazySettings
from django.core import mail
from django.test import Client

from sapa.accounts.models import Workspace
from sapa.base.mail import NOWHERE

ADDRESS = "/masuk/password/reset/"


def test_a_link_goes_to_whoever_has_an_account_and_to_no_stranger(shop: Workspace) -> None:
    for who in ("budi@tokosari.test", "siapa@contoh.test"):
        assert Client().post(ADDRESS, {"email": who}, follow=True).status_code == 200
    assert [one.to for one in mail.outbox] == [["budi@tokosari.test"]]
    assert "/masuk/password/reset/key/" in str(mail.outbox[0].body)


def test_a_mail_server_that_is_away_is_told_and_no_fault(shop: Workspace, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert Client().post(ADDRESS, {"email": "budi@tokosari.test"}).status_code == 409


def test_without_a_mail_server_the_page_says_so_and_offers_no_form(db: None, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = NOWHERE
    page = Client().get(ADDRESS).content.decode()
    assert "SAPA_MAIL_URL" in page
    assert 'name="email"' not in page
