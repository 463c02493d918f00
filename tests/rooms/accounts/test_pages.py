"""Logging in, locked doors, one's own pages, and choosing a workspace."""

import pytest
from django.conf import LazySettings
from django.core import signing
from django.test import Client
from django.urls import reverse

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import add_member
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.lab.demo.people import SALT, login_links
from tests.conftest import found_shop

BUDI = {"login": "budi@tokosari.test", "password": "rahasia-sekali"}


@pytest.fixture
def budi(shop: Workspace) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=BUDI["login"]))
    return client


def test_budi_logs_in_with_his_e_mail_and_comes_home(shop: Workspace, client: Client) -> None:
    answer = client.post(reverse("account_login"), BUDI)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_wrong_password_says_so_in_indonesian(shop: Workspace, client: Client) -> None:
    answer = client.post(reverse("account_login"), {**BUDI, "password": "bukan-ini"})
    assert "tidak benar" in answer.content.decode()


def test_after_eight_wrong_passwords_the_log_in_rests(shop: Workspace, client: Client) -> None:
    tries = [client.post(reverse("account_login"), {**BUDI, "password": "bukan-ini"}) for _ in range(8)]
    assert [answer.status_code for answer in tries] == [200] * 7 + [429]
    assert "Terlalu banyak percobaan" in tries[-1].content.decode()
    assert client.post(reverse("account_login"), BUDI).status_code == 429


def test_another_person_at_the_same_address_is_not_locked_out(shop: Workspace, client: Client) -> None:
    add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT, password="rahasia-sekali")
    for _ in range(8):
        client.post(reverse("account_login"), {**BUDI, "password": "bukan-ini"})
    answer = client.post(reverse("account_login"), {**BUDI, "login": "ani@tokosari.test"})
    assert answer.status_code == 302


def test_nobody_signs_up_by_himself(shop: Workspace, client: Client) -> None:
    client.post(reverse("account_signup"), {"email": "x@lain.test", "password1": "rahasia-sekali"})
    assert not User.objects.filter(email="x@lain.test").exists()


def test_the_profile_keeps_name_and_language(budi: Client) -> None:
    answer = budi.post(reverse("accounts:profile"), {"name": "Budi Santoso", "language": "en"})
    assert answer.cookies["sapa_language"].value == "en"
    assert User.objects.get(email=BUDI["login"]).name == "Budi Santoso"
    assert "Your profile" in budi.get(reverse("accounts:profile")).content.decode()


def test_a_profile_without_a_name_is_shown_again(budi: Client) -> None:
    answer = budi.post(reverse("accounts:profile"), {"name": "", "language": "id"})
    assert answer.status_code == 422


def test_a_person_of_two_shops_chooses_where_to_work(budi: Client, shop: Workspace) -> None:
    other = found_shop("Toko Lain", "citra@lain.test")
    with workspace_scope(other.id):
        add_member(email=BUDI["login"], name="Budi", role=Role.ANALYST)
    assert "Toko Lain" in budi.get(reverse("accounts:workspaces")).content.decode()
    budi.post(reverse("accounts:choose", args=[other.public_id]))
    assert budi.get(reverse("accounts:workspaces")).context["WORKSPACE_NAME"] == "Toko Lain"


def test_a_shop_that_is_not_yours_cannot_be_chosen(budi: Client) -> None:
    other = found_shop("Toko Lain", "citra@lain.test")
    assert budi.post(reverse("accounts:choose", args=[other.public_id])).status_code == 404


def test_who_left_the_team_no_longer_sees_the_shop(budi: Client, shop: Workspace) -> None:
    assert budi.get("/").status_code == 200
    shop_members = type(add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT))
    shop_members.objects.filter(user__email=BUDI["login"]).delete()
    assert budi.get("/").status_code == 403


@pytest.fixture
def demo(settings: LazySettings) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"demo": True, "url": "http://testserver"})


def test_a_demo_link_logs_its_person_in_with_one_click(shop: Workspace, demo: None, client: Client) -> None:
    link = next(one for one in login_links() if one.name == "Budi")
    assert client.get(link.url).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_demo_link_that_was_not_signed_here_is_not_found(
    shop: Workspace, demo: None, client: Client
) -> None:
    forged = signing.dumps(User.objects.get().pk, key="another", salt=SALT)
    assert client.get(reverse("lab:log_in", args=[forged])).status_code == 404


def test_outside_demo_mode_a_good_link_is_not_found(shop: Workspace, client: Client) -> None:
    good = signing.dumps(User.objects.get().pk, salt=SALT)
    assert client.get(reverse("lab:log_in", args=[good])).status_code == 404
