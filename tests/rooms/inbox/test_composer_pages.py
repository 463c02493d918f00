"""The composer over HTTP: notes, messages for later, templates, quick replies and who may make them."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import add_member
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.contacts.models import Contact
from sapa.inbox.models import Note, QuickReply
from sapa.inbox.services import reply
from sapa.journeys.models import FollowUp
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.models import Channel, Conversation, Message, Template
from sapa.messaging.services import create_channel, receive, register_template
from tests.rooms.messaging.bodies import NUMBER, body, text_message

HTMX = {"HX-Request": "true"}
WORDS = "Halo {{ panggilan }}, pesanan {{ pesanan.nomor }} siap diambil di toko kami mulai besok pagi."


@pytest.fixture
def budi(shop: Workspace) -> Client:
    return client_of("budi@tokosari.test")


@pytest.fixture
def ani(shop: Workspace) -> Client:
    add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT, password="rahasia-sekali")
    return client_of("ani@tokosari.test")


def client_of(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


@pytest.fixture
def dewi(shop: Workspace) -> Conversation:
    """She wrote a minute ago."""
    at = business_now() - timedelta(minutes=1)
    create_channel(name="Toko Sari", external_id=NUMBER, token="t", app_secret="s", now=at, account_id="1")
    return hear(at)


def hear(at: datetime) -> Conversation:
    said = text_message(f"wamid.{at}", "Kapan dikirim?", at, "+6281300000011")
    receive(channel=Channel.objects.get(), parsed=parse(body(messages=[said])), now=at)
    Contact.objects.update(name="Dewi", timezone="Asia/Makassar")
    return Conversation.objects.select_related("contact", "channel").get()


def at(where: Conversation, part: str = "") -> str:
    return f"/kotak-masuk/{where.public_id}/{part}"


def test_a_note_stands_in_the_story_and_is_never_sent(ani: Client, dewi: Conversation) -> None:
    page = ani.post(at(dewi, "catatan/"), {"text": "Cek <b>resi</b>", "client_id": "1"}, headers=HTMX)
    assert "Cek &lt;b&gt;resi&lt;/b&gt;" in page.content.decode()
    assert Note.objects.count() == 1
    assert not Message.objects.filter(direction="out").exists()


def test_a_message_for_later_stands_above_the_field_until_it_is_taken_back(
    ani: Client, dewi: Conversation
) -> None:
    told = {"text": "Sudah siap, Kak.", "client_id": "1", "kapan": "sendiri", "pada": soon()}
    page = ani.post(at(dewi, "nanti/"), told, headers=HTMX).content.decode()
    row = FollowUp.objects.get()
    assert "Sudah siap, Kak." in page.split("waiting-text")[1]
    assert "ditahan" not in page
    strip = ani.post(at(dewi, f"nanti/{row.public_id}/batal/"), headers=HTMX).content.decode()
    assert "Sudah siap" not in strip
    assert FollowUp.objects.get().state == "dropped"


def soon() -> str:
    """In two hours on the customer's clock, WITA."""
    return (business_now() + timedelta(hours=10)).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("told", [{}, {"kapan": "x"}, {"kapan": "sendiri", "pada": "besok"}])
def test_a_time_that_is_none_is_refused_with_a_sentence(
    ani: Client, dewi: Conversation, told: dict[str, str]
) -> None:
    answer = ani.post(at(dewi, "nanti/"), {"text": "Halo", "client_id": "1", **told}, headers=HTMX)
    assert (answer.status_code, FollowUp.objects.exists()) == (409, False)
    assert ani.post(at(dewi, "nanti/periksa/"), {"text": "Halo", **told}).status_code == 200


def test_the_look_ahead_says_when_it_goes_and_what_the_guard_says(ani: Client, dewi: Conversation) -> None:
    told = {"text": "Halo", "kapan": "sendiri", "pada": soon()}
    assert "WITA" in ani.post(at(dewi, "nanti/periksa/"), told).content.decode()
    look = ani.post(at(dewi, "nanti/periksa/"), told | {"text": "Halo {{ nama }}"}).content.decode()
    assert "isian yang belum terisi" in look


@pytest.mark.parametrize("year", ["2028", "9999", "0001"])
def test_the_look_ahead_tells_what_sending_would_refuse(ani: Client, dewi: Conversation, year: str) -> None:
    told = {"text": "Halo", "kapan": "sendiri", "pada": f"{year}-12-31T09:00", "client_id": "1"}
    assert "hue-bata" in ani.post(at(dewi, "nanti/periksa/"), told).content.decode()
    assert ani.post(at(dewi, "nanti/"), told, headers=HTMX).status_code == 409


@pytest.fixture
def template(dewi: Conversation, now: datetime) -> Template:
    found = register_template(
        channel_id=dewi.channel_id, name="siap_diambil", category="utility", source=WORDS, now=now
    )
    Template.objects.update(status="APPROVED")
    return found


@pytest.mark.parametrize("look", ["periksa/", "nanti/periksa/"])
def test_a_text_that_is_too_long_is_told_with_its_length_and_never_cut(
    ani: Client, dewi: Conversation, look: str
) -> None:
    told = ani.post(at(dewi, look), {"text": "x" * 100_000, "kapan": "sendiri"}, headers=HTMX)
    assert "100.000" in told.content.decode()


def test_at_offers_everybody_but_whoever_writes(ani: Client, dewi: Conversation) -> None:
    assert [one.name for one in ani.get(at(dewi, "rekan/")).context["people"]] == ["Budi"]


def test_a_template_is_offered_filled_and_sent_once(
    ani: Client, dewi: Conversation, template: Template
) -> None:
    assert "Kak Dewi, pesanan [" in ani.get(at(dewi, "templat/")).content.decode()
    form = ani.get(at(dewi, f"templat/{template.pk}/")).content.decode()
    assert 'value="Kak Dewi"' in form
    values = {"isi_panggilan": "Kak Dewi", "isi_pesanan_nomor": "SARI-1", "client_id": "1"}
    look = ani.post(at(dewi, f"templat/{template.pk}/periksa/"), values).content.decode()
    assert "SARI-1" in look
    assert "disabled" not in look
    for _ in range(2):
        ani.post(at(dewi, f"templat/{template.pk}/"), values, headers=HTMX)
    message = Message.objects.get(direction="out")
    assert (message.by, message.klass, message.payload["template"]) == ("agent", "reply", "siap_diambil")


def test_a_template_beside_the_answer_of_a_colleague_is_asked_about_too(
    ani: Client, dewi: Conversation, template: Template
) -> None:
    drawn = (business_now() - timedelta(minutes=1)).isoformat()
    budi = User.objects.get(email="budi@tokosari.test")
    reply(conversation=dewi, text="Sudah siap.", author=budi, client_id="b", now=business_now())
    told = {"isi_panggilan": "Kak Dewi", "isi_pesanan_nomor": "SARI-1", "client_id": "1", "drawn": drawn}
    asked = ani.post(at(dewi, f"templat/{template.pk}/"), told, headers=HTMX)
    assert (asked.status_code, asked.headers["Sapa-Ask"]) == (409, "template-look")
    assert 'form="template-form"' in asked.content.decode()
    ani.post(at(dewi, f"templat/{template.pk}/"), told | {"kirim_juga": "1"}, headers=HTMX)
    assert Message.objects.filter(direction="out").count() == 2


def test_a_value_that_is_missing_keeps_the_template_here(
    ani: Client, dewi: Conversation, template: Template
) -> None:
    look = ani.post(
        at(dewi, f"templat/{template.pk}/periksa/"), {"isi_panggilan": "Kak Dewi"}
    ).content.decode()
    assert "disabled" in look
    assert ani.post(at(dewi, f"templat/{template.pk}/"), {"client_id": "1"}, headers=HTMX).status_code == 409


def test_when_the_window_is_closed_templates_come_first_and_one_waits_for_its_time(
    ani: Client, dewi: Conversation, template: Template
) -> None:
    Conversation.objects.update(last_inbound_at=business_now() - timedelta(hours=25))
    page = ani.get(at(dewi)).content.decode()
    assert (
        'id="tab-template" aria-controls="pane-template" aria-keyshortcuts="t" aria-selected="true"' in page
    )
    values = {"isi_panggilan": "Kak Dewi", "isi_pesanan_nomor": "SARI-1", "client_id": "1", "kapan": "besok"}
    page = ani.post(at(dewi, f"templat/{template.pk}/"), values, headers=HTMX).content.decode()
    row = FollowUp.objects.get()
    assert (row.klass, row.state, row.composed["template"]) == ("notice", "waiting", "siap_diambil")  # type: ignore[index]


def test_the_composer_is_drawn_anew_only_when_the_window_has_changed(ani: Client, dewi: Conversation) -> None:
    assert ani.get(at(dewi, "tulis/?jendela=buka")).status_code == 204
    assert 'id="reply"' in ani.get(at(dewi, "tulis/?jendela=tutup")).content.decode()


def test_a_supervisor_writes_quick_replies_and_agents_call_them(
    budi: Client, ani: Client, dewi: Conversation
) -> None:
    told = {"kata": "/Halo", "judul": "Salam", "teks": "Halo {nama}, resi {resi}"}
    assert ani.post("/kotak-masuk/balasan-cepat/baru/", told).status_code == 403
    budi.post("/kotak-masuk/balasan-cepat/baru/", told)
    row = QuickReply.objects.get()
    offered = ani.get(at(dewi, "cepat/")).content.decode()
    assert 'data-text="Halo Kak Dewi, resi {resi}"' in offered
    assert "<mark>resi</mark>" in offered
    sent = {"text": "Halo Kak Dewi", "client_id": "1", "cepat": [str(row.public_id), "x"]}
    ani.post(at(dewi, "balas/"), sent, headers=HTMX)
    assert QuickReply.objects.get().uses == 1
    budi.post(f"/kotak-masuk/balasan-cepat/{row.public_id}/hapus/")
    assert ani.get("/kotak-masuk/balasan-cepat/").context["rows"] == []


@pytest.mark.parametrize(("kata", "teks"), [("a b", "Halo"), ("halo", "Halo {alamat}"), ("", "Halo")])
def test_a_wrong_quick_reply_is_told_beside_its_field(budi: Client, kata: str, teks: str) -> None:
    answer = budi.post("/kotak-masuk/balasan-cepat/baru/", {"kata": kata, "teks": teks})
    assert (answer.status_code, QuickReply.objects.exists()) == (422, False)


def test_why_and_the_list_of_follow_ups_know_a_message_for_later(budi: Client, dewi: Conversation) -> None:
    told = {"text": "Sudah siap, Kak.", "client_id": "1", "kapan": "sendiri", "pada": soon()}
    budi.post(at(dewi, "nanti/"), told, headers=HTMX)
    row = FollowUp.objects.get()
    assert "Kirim nanti" in budi.get(f"/tindak-lanjut/{row.public_id}/kenapa/").content.decode()
    assert "Kirim nanti" in budi.get("/tindak-lanjut/?tab=planned").content.decode()
    assert "Kirim nanti" not in budi.get("/tindak-lanjut/?tab=held").content.decode().split("<main")[1]


def test_signs_that_no_database_holds_are_taken_out(ani: Client, dewi: Conversation) -> None:
    told = {"text": "Cek\x00 resi", "client_id": "1\x00"}
    assert ani.post(at(dewi, "catatan/"), told, headers=HTMX).status_code == 200
    assert ani.post(at(dewi, "balas/"), told, headers=HTMX).status_code == 200
    assert Note.objects.get().client_id == "1"
