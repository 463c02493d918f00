"""«Janji layanan»: hours and targets as a person reads, changes and tries them; why a conversation is due."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sapa.accounts.models import AuditEntry, User, Workspace
from sapa.accounts.selectors import settings_in_force
from sapa.accounts.services import add_member
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.domain.service_promise import DEFAULT
from sapa.inbox.forms.promise import PromiseForm, initial_of
from sapa.inbox.selectors.clocks import explained
from sapa.inbox.selectors.promises import examples
from sapa.inbox.services.clocks import keeping, reprioritised, ticket_waits
from sapa.messaging.models import Conversation
from tests.rooms.inbox.clocks import MINUTE, answer, conversation, write
from tests.rooms.inbox.test_ticket_clocks import ticket

PAGE = "/kotak-masuk/janji/"
WIB = "Asia/Jakarta"


def client(email: str = "budi@tokosari.test") -> Client:
    made = Client()
    made.force_login(User.objects.get(email=email))
    return made


def filled(**changes: Any) -> dict[str, Any]:
    """What the page would send when nothing but these fields is touched."""
    form = PromiseForm(initial=initial_of(None), zone=WIB)
    shown = {one.name: one.value() for one in form if one.value() not in (None, False, "")}
    return {name: value for name, value in {**shown, **changes}.items() if value is not None}


def test_the_page_shows_what_is_promised(shop: Workspace) -> None:
    page = client().get(PAGE).content.decode()
    assert "09.00–17.00" in page
    assert 'name="b2c_first_0" value="30"' in page


def test_hours_are_kept_as_a_version_and_audited(shop: Workspace) -> None:
    answer_ = client().post(f"{PAGE}simpan/", filled(b2c_6="10.00–12.00, 13.00-15.00", b2c_first_0="45"))
    assert answer_.status_code == 302
    kept = settings_in_force()[1]["service_promise"]
    assert kept["hours"]["b2c"][6] == [["10:00", "12:00"], ["13:00", "15:00"]]
    assert kept["targets"]["b2c"]["first"] == [45, 15, 10]
    assert AuditEntry.objects.get().data == {"paths": ["hours", "targets"]}


def test_saving_what_stands_there_changes_nothing_but_the_version(shop: Workspace) -> None:
    client().post(f"{PAGE}simpan/", filled())
    kept = settings_in_force()[1]["service_promise"]
    assert kept == dict(DEFAULT)


def test_companies_have_hours_of_their_own_when_they_are_chosen(shop: Workspace) -> None:
    client().post(f"{PAGE}simpan/", filled(own_hours="on", b2b_5=""))
    hours = settings_in_force()[1]["service_promise"]["hours"]
    assert (hours["b2b"][4], hours["b2b"][5]) == ([["09:00", "17:00"]], [])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"b2c_0": "pagi"}, "09.00–17.00"),
        ({"b2c_0": "09.00–12.00, 11.00–15.00"}, "harus berurutan"),
        ({f"b2c_{day}": "" for day in range(7)}, "Paling sedikit satu hari"),
        ({"answer_text": "Sebentar ya"}, "{waktu}"),
        ({"answer_text": "Halo {alamat}, {waktu}"}, "Hanya {nama}"),
        ({"b2c_first_0": "0"}, "1"),
    ],
)
def test_what_cannot_be_promised_is_refused_on_the_page(
    shop: Workspace, wrong: dict[str, str], words: str
) -> None:
    User.objects.update(language="en")
    refused = client().post(f"{PAGE}simpan/", filled(**wrong))
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert settings_in_force()[0] == 0


def test_trying_tells_an_example_and_writes_nothing(shop: Workspace) -> None:
    told = client().post(f"{PAGE}coba/", filled(b2c_first_0="90"))
    assert told.status_code == 200
    assert settings_in_force()[0] == 0


def test_a_message_of_saturday_evening_is_promised_for_monday(shop: Workspace) -> None:
    given = keeping.book()
    thursday = datetime.fromisoformat("2026-11-19T10:00:00+07:00")
    evening = examples(given.promise, given.closed, thursday)[1]
    assert evening.at == datetime.fromisoformat("2026-11-21T16:50:00+07:00")
    assert evening.due_at == datetime.fromisoformat("2026-11-23T09:20:00+07:00")


def test_agents_read_the_promise_and_do_not_change_it(shop: Workspace) -> None:
    add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT)
    ani = client("ani@tokosari.test")
    assert "disabled" in ani.get(PAGE).content.decode()
    assert ani.post(f"{PAGE}simpan/", filled()).status_code == 403


def test_why_a_conversation_is_due_is_told_with_every_stretch(shop: Workspace) -> None:
    saturday = datetime.fromisoformat("2026-11-21T16:50:00+07:00")
    dewi = conversation(saturday)
    write(dewi, saturday)
    told = explained(dewi.pk, now=saturday + 5 * MINUTE)[0]
    assert [(one.kind, one.length) for one in told.stretches] == [
        ("open", 10 * MINUTE),
        ("closed", timedelta(hours=40)),
        ("open", 20 * MINUTE),
    ]
    assert told.left == told.clock.due_at - saturday - 5 * MINUTE if told.clock.due_at else False


def test_time_in_which_the_assistant_had_answered_is_told_as_waiting(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    answer(dewi, now + MINUTE, by="assistant")
    write(dewi, now + 11 * MINUTE)
    first = next(one for one in explained(dewi.pk, now=now) if one.clock.kind == "first")
    assert [(one.kind, one.length) for one in first.stretches] == [
        ("open", MINUTE),
        ("waited", 10 * MINUTE),
        ("open", 29 * MINUTE),
    ]


def test_the_sheet_of_a_conversation_opens_from_its_head(shop: Workspace) -> None:
    now = business_now()
    dewi = conversation(now)
    write(dewi, now)
    Conversation.objects.update(priority=1)
    reprioritised(conversation_id=dewi.pk, now=now)
    budi, where = client(), f"/kotak-masuk/{dewi.public_id}/janji/"
    assert "data-left" in budi.get(f"{where}sisa/").content.decode()
    assert where in budi.get(f"/kotak-masuk/{dewi.public_id}/").content.decode()
    assert "<html" not in budi.get(where, headers={"HX-Request": "true"}).content.decode()
    assert budi.get(where).status_code == 200


def test_the_clock_of_a_ticket_is_told_as_well(shop: Workspace) -> None:
    one = ticket(business_now())
    ticket_waits(ticket_id=one.pk, now=business_now())
    page = client().get(f"{PAGE}tiket/{one.public_id}/")
    assert page.status_code == 200
    assert f"/tiket/{one.public_id}/" in page.content.decode()
