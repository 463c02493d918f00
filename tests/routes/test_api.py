"""The door of the API and what it says of people: keys, scopes, pages, problems, calls made twice."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override

from sapa.accounts.models import ApiKey, Membership, User, Workspace
from sapa.accounts.schemas import Scope
from sapa.accounts.services.keys import create_key, revoke_key
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.contacts.models import Consent, Contact, Tag
from sapa.messaging.models import Conversation, Template
from sapa.messaging.services import create_channel, register_template
from tests.conftest import found_shop
from tests.routes.test_permissions import a_follow_up, an_order

DEWI = {"phone": "0812-1111-2222", "name": "Dewi Lestari", "city": "Jakarta"}


class Program(Client):
    """A program with a key; JSON in and out."""

    def __init__(self, plain: str, language: str = "id") -> None:
        super().__init__(headers={"Authorization": f"Bearer {plain}", "Accept-Language": language})

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        return self.generic(
            method.upper(), f"/api/v1{path}", _json(body), content_type="application/json", headers=headers
        )


def _json(body: Any) -> str:
    return "" if body is None else json.dumps(body)


def program(now: datetime, *scopes: Scope, **options: Any) -> Program:
    return Program(key(now, *(scopes or Scope)), **options)


def key(now: datetime, *scopes: Scope, expires_at: datetime | None = None) -> str:
    """Made by Budi, the owner of the workspace in scope."""
    budi = Membership.objects.get(role=Role.OWNER).user_id
    with workspace_scope(current_workspace_id(), user_id=budi):
        return create_key(name="Kasir", scopes=scopes, now=now, expires_at=expires_at)[1]


@pytest.fixture
def api(shop: Workspace, now: datetime) -> Program:
    return program(now)


def test_without_a_key_nothing_opens(shop: Workspace) -> None:
    answer = Client().get("/api/v1/contacts")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "unauthenticated"


def test_a_revoked_key_says_so(shop: Workspace, now: datetime) -> None:
    caller = program(now)
    revoke_key(public_id=ApiKey.objects.get().public_id, now=now)
    assert caller.send("get", "/workspace").json()["code"] == "key_ended"


def test_a_key_ends_when_it_was_to_end(shop: Workspace, now: datetime) -> None:
    plain = key(now, expires_at=now - timedelta(days=1))
    assert Program(plain).send("get", "/workspace").json()["code"] == "key_ended"


@pytest.mark.parametrize("left", ["gone", "agent", "locked out"])
def test_a_key_works_as_long_as_whoever_made_it_may_make_keys(
    shop: Workspace, now: datetime, left: str
) -> None:
    caller = program(now)
    assert caller.send("get", "/workspace").status_code == 200
    if left == "gone":
        Membership.objects.all().delete()
    elif left == "agent":
        Membership.objects.update(role=Role.AGENT)
    else:
        User.objects.update(is_active=False)
    answer = caller.send("get", "/workspace")
    assert (answer.status_code, answer.json()["code"]) == (401, "key_maker_gone")


def test_the_page_says_of_such_a_key_that_it_is_stopped(
    shop: Workspace, client: Client, now: datetime
) -> None:
    key(now)
    client.force_login(User.objects.get())
    with override("id"):
        why = gettext("Whoever made it may make no keys here any more.")
    assert why not in client.get("/pengaturan/kunci-api/").content.decode()
    ApiKey.objects.update(author_id=None)
    assert why in client.get("/pengaturan/kunci-api/").content.decode()


def test_a_key_does_only_what_it_was_made_for(shop: Workspace, now: datetime) -> None:
    reader = program(now, Scope.CONTACTS_READ)
    assert reader.send("get", "/contacts").status_code == 200
    answer = reader.send("post", "/contacts", DEWI)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_a_key_sees_its_own_workspace_alone(api: Program, now: datetime) -> None:
    other = found_shop("Toko Lain", "citra@lain.test")
    with workspace_scope(other.pk):
        theirs = Contact.objects.create(name="Made", created_at=now)
    assert api.send("get", "/contacts").json()["items"] == []
    assert api.send("get", f"/contacts/{theirs.public_id}").status_code == 404


def test_a_cookie_of_a_person_opens_nothing(shop: Workspace, client: Client) -> None:
    client.force_login(User.objects.get())
    assert client.get("/api/v1/contacts").status_code == 401


def test_a_customer_is_told_and_found_again_by_any_spelling_of_the_phone(api: Program) -> None:
    made = api.send("post", "/contacts", DEWI)
    again = api.send("post", "/contacts", {"phone": "+62 81211112222", "city": "Depok"})
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json()["id"] == again.json()["id"]
    assert again.json()["phone"] == "+6281211112222"


def test_the_same_call_twice_happens_once(api: Program) -> None:
    first = api.send("post", "/contacts", DEWI, **{"Idempotency-Key": "a-1"})
    second = api.send("post", "/contacts", DEWI, **{"Idempotency-Key": "a-1"})
    assert (second.status_code, second.json()) == (201, first.json())
    assert second["Idempotent-Replayed"] == "true"


def test_one_idempotency_key_is_of_one_call(api: Program) -> None:
    api.send("post", "/contacts", DEWI, **{"Idempotency-Key": "a-1"})
    other = api.send("post", "/contacts", {**DEWI, "name": "Rini"}, **{"Idempotency-Key": "a-1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Contact.objects.get().name == "Dewi Lestari"


def test_what_was_refused_may_be_tried_again_with_the_same_idempotency_key(api: Program) -> None:
    refused = api.send("post", "/contacts", {"name": "Dewi"}, **{"Idempotency-Key": "a-1"})
    assert (refused.status_code, refused.json()["code"]) == (409, "nobody_named")
    assert api.send("post", "/contacts", DEWI, **{"Idempotency-Key": "a-1"}).status_code == 201


def test_pages_follow_each_other_without_gap_or_repeat(api: Program, now: datetime) -> None:
    for number in range(5):
        Contact.objects.create(name=f"P{number}", created_at=now)
    pages = [api.send("get", "/contacts?limit=2").json()]
    while pages[-1]["next"]:
        pages.append(api.send("get", f"/contacts?limit=2&cursor={pages[-1]['next']}").json())
    seen = [[one["name"] for one in page["items"]] for page in pages]
    assert seen == [["P4", "P3"], ["P2", "P1"], ["P0"]]


def test_what_does_not_fit_names_its_field_in_the_language_of_the_caller(
    shop: Workspace, now: datetime
) -> None:
    wrong = {"phone": 7, "colour": "red"}
    told = program(now, language="en").send("post", "/contacts", wrong).json()["errors"]
    assert {one["field"]: one["code"] for one in told} == {
        "body.phone": "string_type",
        "body.colour": "extra_forbidden",
    }
    assert {one["message"] for one in told} == {"A text is expected.", "There is no such field."}


def test_an_unknown_address_and_a_wrong_method_are_problems_too(api: Program) -> None:
    assert api.send("get", "/nowhere")["Content-Type"] == "application/problem+json"
    wrong = api.send("delete", "/contacts")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert set(wrong["Allow"].split(", ")) == {"GET", "POST"}


def test_a_key_that_calls_too_often_waits(api: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sapa.accounts.api.MOST_CALLS", 0)
    answer = api.send("get", "/workspace")
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_calls")
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_a_customer_is_corrected_tagged_and_consents_with_proof(api: Program, now: datetime) -> None:
    who = api.send("post", "/contacts", DEWI).json()["id"]
    api.send("patch", f"/contacts/{who}", {"name": "Dewi L.", "timezone": "Asia/Makassar"})
    told = api.send("put", f"/contacts/{who}/tags", {"tags": ["VIP"]}).json()
    consent = {"state": "granted", "source": "form", "proof": "Formulir 12", "at": now.isoformat()}
    assert api.send("post", f"/contacts/{who}/consents", consent).status_code == 201
    assert (told["name"], told["timezone"], told["tags"]) == ("Dewi L.", "Asia/Makassar", ["VIP"])
    assert Tag.objects.count() == Consent.objects.filter(state="granted").count() == 1


ORDER = {
    "id": "A-1001",
    "placed_at": "2026-09-15T09:00:00+07:00",
    "total": {"amount": 250000, "currency": "IDR"},
    "items": [{"sku": "KOPI-1", "name": "Kopi Gayo 1 kg", "quantity": 2}],
    "customer": {"phone": "0812-1111-2222", "name": "Dewi Lestari"},
}


def test_an_order_is_told_with_goods_payment_and_parcel(api: Program) -> None:
    paid = {
        "id": "P-1",
        "status": "paid",
        "amount": {"amount": 250000},
        "status_at": "2026-09-15T09:10:00+07:00",
    }
    parcel = {"id": "JX-1", "status": "in_transit", "courier": "JNE", "tracking_number": "JX1"}
    made = api.send("post", "/orders", {**ORDER, "payments": [paid], "shipments": [parcel]})
    told = made.json()
    assert (made.status_code, told["status"], told["total"]["amount"]) == (201, "shipped", 250000)
    [item] = told["items"]
    assert (item["sku"], item["quantity"], told["paid"]["amount"]) == ("KOPI-1", 2, 250000)
    assert (told["payments"][0]["status"], told["shipments"][0]["tracking_number"]) == ("paid", "JX1")


def test_of_a_known_order_what_is_new_is_enough_and_a_repeat_changes_nothing(api: Program) -> None:
    api.send("post", "/orders", ORDER)
    short = {"id": "A-1001", "status": "paid", "updated_at": "2026-09-15T09:30:00+07:00"}
    first, second = api.send("post", "/orders", short), api.send("post", "/orders", short)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert (first.json()["status"], first.json()["paid_at"]) == ("paid", "2026-09-15T02:30:00Z")


def test_an_order_of_nobody_is_refused(api: Program) -> None:
    answer = api.send("post", "/orders", {**ORDER, "customer": None})
    assert (answer.status_code, answer.json()["code"]) == (409, "statement_unusable")


def test_what_belongs_to_an_order_is_told_and_listed(api: Program) -> None:
    order = api.send("post", "/orders", ORDER).json()
    due = {"id": "INV-1", "order": "A-1001", "amount": {"amount": 1999, "currency": "USD"}, "status": "open"}
    bill = api.send("post", "/invoices", due).json()
    api.send("post", "/returns", {"id": "R-1", "order": "A-1001", "status": "requested"})
    assert bill["amount"] == {"amount": 1999, "currency": "USD"}
    [back] = api.send("get", f"/returns?order_id={order['id']}").json()["items"]
    assert (back["status"], back["contact_id"]) == ("requested", order["contact_id"])


def test_a_subscription_and_a_product_are_told(api: Program) -> None:
    plan = {"id": "L-1", "plan": "Pro", "customer": {"phone": "0812-1111-2222"}, "status": "active"}
    assert api.send("post", "/subscriptions", plan).json()["plan"] == "Pro"
    api.send("post", "/products", {"sku": "V60", "name": "Saringan", "price": {"amount": 90000}, "stock": 12})
    [product] = api.send("get", "/products?sku=V60").json()["items"]
    assert (product["price"]["amount"], product["stock"]) == (90000, 12)


def test_a_filter_that_is_written_wrongly_is_no_filter_that_passes(api: Program) -> None:
    [wrong] = api.send("get", "/orders?contact=1").json()["errors"]
    assert (wrong["field"], wrong["code"]) == ("query.contact", "extra_forbidden")


@pytest.fixture
def talk(shop: Workspace, now: datetime) -> Conversation:
    """Dewi wrote a minute ago by the clock of the machine, by which the API answers."""
    dewi = Contact.objects.create(name="Dewi", phone="+6281300000011", created_at=now)
    channel = create_channel(name="Toko Sari", external_id="1", token="t", app_secret="s", now=now)
    wrote = business_now() - timedelta(minutes=1)
    told = {"last_message_at": wrote, "last_inbound_at": wrote, "preview_direction": "in"}
    return Conversation.objects.create(contact=dewi, channel=channel, **told)


def test_a_customer_is_answered_as_by_the_person_who_made_the_key(
    shop: Workspace, talk: Conversation
) -> None:
    with workspace_scope(shop.pk, user_id=User.objects.get().pk):
        caller = program(talk.last_message_at)
    answer = caller.send("post", f"/conversations/{talk.public_id}/answers", {"text": "Besok, Kak."})
    assert (answer.status_code, answer.json()["state"], answer.json()["by"]) == (201, "planned", "agent")
    [listed] = caller.send("get", f"/conversations/{talk.public_id}/messages").json()["items"]
    assert listed["text"] == "Besok, Kak."


def test_after_a_day_without_a_word_no_free_text_goes(api: Program, talk: Conversation) -> None:
    Conversation.objects.update(last_inbound_at=talk.last_message_at - timedelta(hours=25))
    person = User.objects.get().pk
    ApiKey.objects.update(author_id=person)
    answer = api.send("post", f"/conversations/{talk.public_id}/answers", {"text": "Halo"})
    assert (answer.status_code, answer.json()["code"]) == (409, "window_closed")


def test_the_policy_is_asked_without_sending(api: Program, talk: Conversation) -> None:
    asked = {"contact_id": str(talk.contact.public_id), "klass": "promo"}
    told = api.send("post", "/policy/decide", asked).json()
    assert (told["action"], [one["code"] for one in told["reasons"]]) == ("drop", ["no_consent"])


def test_a_follow_up_is_called_off_once(api: Program, talk: Conversation, now: datetime) -> None:
    ApiKey.objects.update(author_id=User.objects.get().pk)
    row = a_follow_up(talk.contact, an_order(talk.contact, now), now)
    path = f"/follow-ups/{row.public_id}/cancel"
    first, second = api.send("post", path), api.send("post", path)
    assert (first.json()["state"], second.json()["code"]) == ("dropped", "changed_meanwhile")


def test_what_happened_is_told_in_public_ids(api: Program) -> None:
    order = api.send("post", "/orders", ORDER).json()
    [event] = api.send("get", "/events?type=order.placed").json()["items"]
    assert event["data"] == {"order": order["id"], "contact": order["contact_id"]}


def test_a_return_is_asked_for_and_taken_its_steps(api: Program) -> None:
    order = api.send("post", "/orders", {**ORDER, "shipped_at": "2026-09-15T12:00:00+07:00"}).json()
    goods = [{"product_id": order["items"][0]["product_id"], "quantity": 1}]
    path = f"/orders/{order['id']}/returns"
    row = api.send("post", path, {"items": goods, "reason": "Kemasan sobek"}).json()
    first = api.send("post", f"/returns/{row['id']}/steps", {"status": "approved"}).json()
    again = api.send("post", f"/returns/{row['id']}/steps", {"status": "approved"}).json()
    assert (row["goods"], first["status"]) == ([{"name": "Kopi Gayo 1 kg", "quantity": 1}], "approved")
    assert again["code"] == "return_step"


def test_the_story_of_a_customer_is_told_in_pages(api: Program) -> None:
    paid = {
        "id": "P-1",
        "status": "paid",
        "amount": {"amount": 100000},
        "status_at": "2026-09-15T09:10:00+07:00",
    }
    who = api.send("post", "/orders", {**ORDER, "payments": [paid]}).json()["contact_id"]
    whole = api.send("get", f"/contacts/{who}/timeline").json()["items"]
    first = api.send("get", f"/contacts/{who}/timeline?limit=1").json()
    rest = api.send("get", f"/contacts/{who}/timeline?cursor={first['next']}").json()
    assert len(whole) > 1
    assert first["items"] + rest["items"] == whole


def test_a_story_holds_only_what_the_key_may_read(api: Program, now: datetime) -> None:
    who = api.send("post", "/orders", ORDER).json()["contact_id"]
    Consent.objects.create(contact=Contact.objects.get(), state="granted", source="csv", at=now)
    path = f"/contacts/{who}/timeline"
    kinds = {
        scopes: {one["kind"] for one in program(now, *scopes).send("get", path).json()["items"]}
        for scopes in (
            (Scope.MESSAGES_READ,),
            (Scope.MESSAGES_READ, Scope.ORDERS_READ),
            (Scope.MESSAGES_READ, Scope.CONTACTS_READ),
        )
    }
    assert list(kinds.values()) == [set(), {"shop"}, {"wish"}]


def test_templates_are_listed_and_sent_with_their_values(
    api: Program, talk: Conversation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sapa.accounts.api.business_now", lambda: now)
    words = "Halo {{ panggilan }}, pesanan Anda siap diambil di toko kami mulai besok pagi."
    register_template(channel_id=talk.channel_id, name="siap", category="utility", source=words, now=now)
    Template.objects.update(status="APPROVED")
    [listed] = api.send("get", "/templates").json()["items"]
    assert (listed["usable"], listed["parameters"]) == (True, ["panggilan"])
    values = [{"name": "panggilan", "value": "Kak Dewi"}]
    body = {"template": "siap", "klass": "notice", "values": values}
    path = f"/contacts/{talk.contact.public_id}/templates"
    made = api.send("post", path, body)
    assert (made.status_code, made.json()["state"], made.json()["type"]) == (201, "planned", "template")
    assert made.json()["text"].startswith("Halo Kak Dewi, ")
    assert api.send("post", path, {**body, "template": "lain"}).status_code == 404
    assert api.send("post", path, {**body, "values": []}).json()["code"] == "template_values"


def test_a_key_is_shown_once_and_works_until_it_is_revoked(shop: Workspace, client: Client) -> None:
    client.force_login(User.objects.get())
    page = client.post("/pengaturan/kunci-api/", {"name": "Kasir", "lasts": "365", "scopes": ["orders:read"]})
    row = ApiKey.objects.get()
    [plain] = set(re.findall(r"sapa_[\w-]{43}", page.content.decode()))
    assert (page["Cache-Control"], row.scopes, row.prefix) == ("no-store", ["orders:read"], plain[:12])
    assert plain not in client.get("/pengaturan/kunci-api/").content.decode()
    assert Program(plain).send("get", "/orders").status_code == 200
    client.post(f"/pengaturan/kunci-api/{row.public_id}/cabut/")
    assert Program(plain).send("get", "/orders").status_code == 401


def test_the_reference_is_a_page_without_anything_from_elsewhere(shop: Workspace) -> None:
    page = Client().get("/api/v1/")
    told = page.content.decode()
    assert page.status_code == 200
    assert "POST /api/v1/contacts" in told
    assert 'id="too_many_calls"' in told
    with override("id"):
        assert escape(gettext("Set the tags")) in told
    assert not re.search(r"""(?:src|href|action|srcset)=["']?\s*(?:https?:)?//""", told)
