"""The radar: the same problem of many is seen, and one message goes to all whom it will concern."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from sapa.accounts.models import AuditEntry, User, Workspace
from sapa.accounts.services import add_member, change_settings
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.commerce.models import Order, Shipment
from sapa.contacts.models import Contact
from sapa.contacts.services import opt_out
from sapa.contacts.services.merging import merge
from sapa.inbox.models import Radar, RadarPerson, Ticket, TicketStep
from sapa.inbox.selectors.radars import outlook, proposed_text
from sapa.inbox.services import radars, tickets
from sapa.journeys.models import FollowUp
from sapa.messaging.models import Channel, Template
from sapa.messaging.services import create_channel
from sapa.web.errors import Refused
from tests.rooms.inbox.test_tickets import an_order, opened
from tests.rooms.journeys.rows import contact


@pytest.fixture
def channel(shop: Workspace, now: datetime) -> Channel:
    return create_channel(name="Toko Sari", external_id="1", token="t", app_secret="s", now=now)


def waiting(name: str, at: datetime, courier: str = "JNE") -> Contact:
    """Somebody whose parcel is on the way."""
    who = contact(name, at, phone=f"+62812{Contact.objects.count():08}")
    order = an_order(who, at, number=f"TS-{who.pk}", courier=courier)
    Order.objects.filter(pk=order.pk).update(shipped_at=at, status="shipped")
    return who


def complained(name: str, at: datetime, courier: str = "JNE") -> Ticket:
    who = waiting(name, at, courier)
    return opened(who, at, order_id=Order.objects.get(contact=who).pk)


@pytest.fixture
def late(channel: Channel, now: datetime) -> Radar:
    """Three complain of JNE; Made, Yosef and Rini wait for their parcels and do not know yet."""
    for name in ("Dewi", "Sri", "Agus"):
        complained(name, now)
    for name in ("Made", "Yosef", "Rini"):
        waiting(name, now)
    [found] = radars.find(now=now)
    return found


def test_the_same_courier_of_three_customers_is_found_once(late: Radar, now: datetime) -> None:
    assert (late.kind, late.courier, late.customers, late.since) == ("delivery", "jne", 3, now)
    complained("Budi", now, "jne")
    assert radars.find(now=now + timedelta(minutes=1)) == []
    assert Radar.objects.get().customers == 4


def test_two_are_not_many_and_joined_records_are_one(channel: Channel, now: datetime) -> None:
    tickets_ = [complained(name, now) for name in ("Dewi", "Dewi A.", "Sri")]
    merge(contact_id=tickets_[1].contact_id, into_id=tickets_[0].contact_id)
    assert radars.find(now=now) == []


def test_old_tickets_do_not_count_and_the_card_goes_by_itself(late: Radar, now: datetime) -> None:
    assert radars.find(now=now + timedelta(days=8)) == []
    late.refresh_from_db()
    assert (late.state, late.decided_by_id) == ("dismissed", None)


def test_a_product_makes_one_too(channel: Channel, now: datetime) -> None:
    for name in ("Dewi", "Sri", "Agus"):
        who = waiting(name, now)
        opened(who, now, kind="defective", order_id=Order.objects.get(contact=who).pk)
    [found] = radars.find(now=now)
    assert (found.kind, str(found.product), found.courier) == ("defective", "Kemeja batik", "")
    assert "Kemeja batik" in proposed_text(found)


def test_the_shop_chooses_how_many_are_many(late: Radar, now: datetime) -> None:
    tickets.choose_rules(wanted=tickets.Rules(many=4, days=7), seen=0, now=now)
    radars.find(now=now)
    late.refresh_from_db()
    assert late.state == "dismissed"


def test_rules_that_a_colleague_has_changed_meanwhile_are_looked_at_first(
    shop: Workspace, now: datetime
) -> None:
    seen, _rules = tickets.seen_rules()
    tickets.choose_rules(wanted=tickets.Rules(many=4), seen=seen, now=now)
    with pytest.raises(Refused, match="changed_meanwhile"):
        tickets.choose_rules(wanted=tickets.Rules(many=5), seen=seen, now=now)
    change_settings(changes={"anything": 1}, now=now)
    tickets.choose_rules(wanted=tickets.Rules(many=6), seen=seen + 1, now=now)
    assert tickets.rules().many == 6


def names(found: list[tuple[int, int]]) -> list[str]:
    people = Contact.objects.in_bulk([root for root, _order in found])
    return sorted(person.name for person in people.values())


def test_it_concerns_open_orders_of_those_who_did_not_complain(late: Radar, now: datetime) -> None:
    waiting("Citra", now, "SiCepat")
    arrived = Order.objects.get(contact=waiting("Wayan", now))
    Order.objects.filter(pk=arrived.pk).update(delivered_at=now)
    assert names(radars.concerned(late, now=now)) == ["Made", "Rini", "Yosef"]
    Shipment.objects.filter(contact__name="Made").update(delivered_at=now)
    Order.objects.filter(contact__name="Yosef").update(cancelled_at=now)
    assert names(radars.concerned(late, now=now)) == ["Rini"]


def test_a_look_ahead_counts_and_sends_nothing(late: Radar, now: datetime) -> None:
    rini = Contact.objects.get(name="Rini")
    opt_out(contact_id=rini.pk, scope="all", source="message", at=now)
    seen = outlook(late, "Paket {{ pesanan.nomor }} lewat {{ kirim.kurir }} terlambat.", now=now)
    assert (seen.people, seen.now, seen.later, seen.dropped) == (3, 2, 0, 1)
    assert "lewat JNE terlambat." in seen.sample
    assert not FollowUp.objects.exists()
    assert outlook(late, "Resi {{ kirim.resi }}", now=now).missing == ["kirim.resi"]


def test_everybody_is_told_once_through_the_policy(late: Radar, now: datetime) -> None:
    ani = User.objects.get()
    assert radars.approve(radar=late, text="Kurir terlambat.", now=now, author_id=ani.pk) == 3
    waiting("Ketut", now)  # too late: whom it concerns was frozen
    assert [radars.tell(now=now), radars.tell(now=now)] == [3, 0]
    assert sorted(FollowUp.objects.values_list("contact__name", "klass", "state")) == [
        (name, "notice", "waiting") for name in ("Made", "Rini", "Yosef")
    ]
    assert Radar.objects.get().state == "sent"
    assert TicketStep.objects.filter(action="told").count() == 3
    assert AuditEntry.objects.get(action="radar.approved").data == {"people": 3}


def test_two_records_that_were_joined_meanwhile_get_one_message(late: Radar, now: datetime) -> None:
    radars.approve(radar=late, text="Kurir terlambat.", now=now)
    ids = dict(Contact.objects.filter(name__in=["Made", "Yosef"]).values_list("name", "pk"))
    radars.tell(now=now)
    merge(contact_id=ids["Yosef"], into_id=ids["Made"])
    RadarPerson.objects.filter(contact_id=ids["Made"]).update(follow_up=None)
    Radar.objects.update(state="approved")
    radars.tell(now=now)
    assert FollowUp.objects.filter(contact_id=ids["Made"]).count() == 1


def test_decided_twice_is_refused(late: Radar, now: datetime) -> None:
    radars.dismiss(radar=late, now=now, author_id=User.objects.get().pk)
    with pytest.raises(Refused):
        radars.approve(radar=late, text="Kurir terlambat.", now=now)
    assert radars.find(now=now + timedelta(hours=1)) == []


@pytest.mark.parametrize("text", ["", "  ", "a" * 701])
def test_news_need_words(late: Radar, now: datetime, text: str) -> None:
    with pytest.raises(Refused):
        radars.approve(radar=late, text=text, now=now)


def test_its_template_waits_for_whatsapp_from_the_first_card_on(late: Radar) -> None:
    assert set(Template.objects.values_list("name", flat=True)) == {
        "kabar_masalah_pesan_b2c",
        "kabar_masalah_pesan_b2b",
    }


def client_of(role: Role) -> Client:
    member = add_member(email=f"{role.value}@tokosari.test", name=role.value, role=role, password="x")
    client = Client()
    client.force_login(User.objects.get(pk=member.user_id))
    return client


def test_a_supervisor_looks_first_and_then_sends(channel: Channel) -> None:
    now = business_now()
    for name in ("Dewi", "Sri", "Agus"):
        complained(name, now)
    waiting("Made", now)
    [radar] = radars.find(now=now)
    supervisor = client_of(Role.SUPERVISOR)
    assert f"/tiket/radar/{radar.public_id}/" in supervisor.get("/tiket/").content.decode()
    assert 'value="kirim"' not in supervisor.get(f"/tiket/radar/{radar.public_id}/").content.decode()
    there, text = f"/tiket/radar/{radar.public_id}/putuskan/", "Paket {{ pesanan.nomor }} terlambat."
    looked = supervisor.post(there, {"aksi": "lihat", "teks": text}).content.decode()
    assert 'value="kirim"' in looked
    assert text in looked
    assert supervisor.post(there, {"aksi": "kirim", "teks": text}).status_code == 302
    assert RadarPerson.objects.get().contact.name == "Made"


def test_an_agent_sees_the_card_and_sends_nothing(late: Radar) -> None:
    agent = client_of(Role.AGENT)
    assert agent.get(f"/tiket/radar/{late.public_id}/").status_code == 200
    assert agent.post(f"/tiket/radar/{late.public_id}/putuskan/", {"aksi": "kirim"}).status_code == 403


def test_a_broken_place_in_the_news_is_told_and_breaks_nothing(late: Radar) -> None:
    owner = client_of(Role.SUPERVISOR)
    there = f"/tiket/radar/{late.public_id}/putuskan/"
    page = owner.post(there, {"aksi": "lihat", "teks": "Paket {{ pesanan.nomor terlambat"})
    assert page.status_code == 200
    assert 'value="kirim"' not in page.content.decode()


def test_the_news_stand_among_follow_ups_with_why_and_are_no_recipe(late: Radar, now: datetime) -> None:
    radars.approve(radar=late, text="Kurir terlambat.", now=now)
    radars.tell(now=now)
    owner, row = client_of(Role.SUPERVISOR), FollowUp.objects.order_by("pk")[0]
    assert "Kabar masalah" in owner.get("/tindak-lanjut/?resep=kabar_masalah").content.decode()
    why = owner.get(f"/tindak-lanjut/{row.public_id}/kenapa/").content.decode()
    assert "Kabar masalah" in why
    assert "Kabar masalah" not in owner.get("/tindak-lanjut/resep/").content.decode()
    switched = owner.post("/tindak-lanjut/resep/kabar_masalah/nyalakan/", {"mode": "off"})
    assert switched.status_code in (404, 409)


def test_its_template_is_asked_for_at_the_first_complaint_already(channel: Channel, now: datetime) -> None:
    """WhatsApp takes its time: the news should not wait for it once many complain."""
    assert radars.find(now=now) == []
    assert not Template.objects.exists()
    complained("Dewi", now)
    assert radars.find(now=now) == []
    assert Template.objects.filter(channel=channel, name__startswith="kabar_masalah_").count() == 2


def test_two_records_joined_before_anybody_was_told_get_one_message(late: Radar, now: datetime) -> None:
    radars.approve(radar=late, text="Kurir terlambat.", now=now)
    ids = dict(Contact.objects.filter(name__in=["Made", "Yosef"]).values_list("name", "pk"))
    merge(contact_id=ids["Yosef"], into_id=ids["Made"])
    radars.tell(now=now)
    assert sorted(FollowUp.objects.values_list("contact__name", flat=True)) == ["Made", "Rini"]
    assert not RadarPerson.objects.filter(follow_up=None).exists()


def test_what_went_by_itself_and_comes_back_is_proposed_again(late: Radar, now: datetime) -> None:
    gone = Ticket.objects.order_by("pk")[0]
    Ticket.objects.filter(pk=gone.pk).update(kind="other")
    assert radars.find(now=now + timedelta(hours=1)) == []
    Ticket.objects.filter(pk=gone.pk).update(kind="delivery")
    [again] = radars.find(now=now + timedelta(hours=2))
    assert (again.courier, again.customers) == ("jne", 3)
