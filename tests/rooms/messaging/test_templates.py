"""Templates between us and WhatsApp: webhooks, the poll, refusals, pauses, categories, what waits for them."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.domain.message_templates import Draft
from sapa.events.models import Event
from sapa.messaging.models import Channel, Template, TemplateHistory
from sapa.messaging.schemas import TemplateChange
from sapa.messaging.selectors.templates import recategorised, unusable
from sapa.messaging.services import register_template, template_pushed
from sapa.messaging.services.templates import (
    accept_category,
    apply_listed,
    apply_template_changes,
    archive,
    ask_deletion,
    ask_unpause,
    save_template,
    template_deleted,
    template_refused,
    template_unpaused,
)
from sapa.web.errors import Refused

BODY = "Halo {{ panggilan }}, pesanan {{ pesanan.nomor }} sudah kami kirim pagi ini."
HOUR = timedelta(hours=1)


@pytest.fixture
def row(channel: Channel, now: datetime) -> Template:
    """Wanted and approved as utility."""
    made = register_template(channel_id=channel.pk, name="kabar", category="utility", source=BODY, now=now)
    template_pushed(template_id=made.pk, external_id="12", status="APPROVED", category="UTILITY", now=now)
    return Template.objects.get()


def hear(row: Template, event: str, at: datetime, **more: Any) -> Template:
    change = TemplateChange(id="12", event=event, at=at, **more)
    apply_template_changes(channel=row.channel, changes=[change], now=at)
    return Template.objects.get(pk=row.pk)


def story(row: Template) -> list[tuple[str, str, str]]:
    rows = TemplateHistory.objects.filter(template=row).order_by("at", "pk")
    return list(rows.values_list("what", "after", "source"))


def listed(**more: Any) -> dict[str, Any]:
    one = {"id": "12", "name": "kabar", "language": "id", "status": "APPROVED", "category": "UTILITY"}
    return one | {"components": [{"type": "BODY", "text": "Halo {{panggilan}} kakak"}]} | more


def test_a_refusal_by_webhook_keeps_its_reason(row: Template, now: datetime) -> None:
    told = hear(row, "REJECTED", now + HOUR, reason="PROMOTIONAL", detail="Offers are not allowed")
    assert (told.status, told.rejection, told.rejection_detail) == (
        "REJECTED",
        "PROMOTIONAL",
        "Offers are not allowed",
    )


def test_the_same_webhook_twice_is_one_line_of_the_story(row: Template, now: datetime) -> None:
    for _again in range(2):
        hear(row, "PAUSED", now + HOUR, title="FIRST_PAUSE")
    assert story(row).count(("status", "PAUSED", "webhook")) == 1


@pytest.mark.parametrize(("title", "hours"), [("FIRST_PAUSE", 3), ("SECOND_PAUSE", 6)])
def test_a_pause_says_until_when(row: Template, now: datetime, title: str, hours: int) -> None:
    told = hear(row, "PAUSED", now + HOUR, title=title)
    assert told.paused_until == now + HOUR + timedelta(hours=hours)
    assert hear(row, "APPROVED", now + 5 * HOUR, title="UNPAUSE").paused_until is None


def test_an_old_webhook_that_comes_late_does_not_undo_a_newer_one(row: Template, now: datetime) -> None:
    hear(row, "APPROVED", now + 2 * HOUR)
    assert hear(row, "PAUSED", now + HOUR, title="FIRST_PAUSE").status == "APPROVED"


def test_quality_is_kept_and_told(row: Template, now: datetime) -> None:
    assert hear(row, "RED", now + HOUR, what="quality").quality == "RED"
    assert ("quality", "RED", "webhook") in story(row)


def test_an_announced_category_changes_nothing_yet(row: Template, now: datetime) -> None:
    told = hear(row, "category_announced", now + HOUR, what="announced", category="MARKETING")
    assert (told.category, told.announced_category) == ("utility", "marketing")
    assert told.announced_at == now + 25 * HOUR
    assert unusable([(row.channel_id, "kabar")]) == {}


def test_a_template_that_became_marketing_is_held_until_somebody_agrees(row: Template, now: datetime) -> None:
    hear(row, "category_update", now + HOUR, what="category", category="MARKETING")
    assert unusable([(row.channel_id, "kabar")]) == {(row.channel_id, "kabar"): "category_changed"}
    accept_category(template=row, now=now + 2 * HOUR)
    assert unusable([(row.channel_id, "kabar")]) == {}
    assert recategorised()["kabar"].accepted


def test_a_flip_at_approval_is_held_too(channel: Channel, now: datetime) -> None:
    made = register_template(channel_id=channel.pk, name="kabar", category="utility", source=BODY, now=now)
    template_pushed(template_id=made.pk, external_id="12", status="APPROVED", category="MARKETING", now=now)
    assert unusable([(channel.pk, "kabar")]) == {(channel.pk, "kabar"): "category_changed"}
    assert Event.objects.get(name="template.recategorised").data == {"template": "kabar"}


def test_becoming_cheaper_needs_nobodys_consent(channel: Channel, now: datetime) -> None:
    made = register_template(channel_id=channel.pk, name="kabar", category="marketing", source=BODY, now=now)
    template_pushed(template_id=made.pk, external_id="12", status="APPROVED", category="UTILITY", now=now)
    assert unusable([(channel.pk, "kabar")]) == {}
    assert (recategorised()["kabar"].category, recategorised()["kabar"].is_held) == ("utility", False)


def test_an_agreement_holds_for_the_category_that_was_seen(row: Template, now: datetime) -> None:
    hear(row, "category_update", now + HOUR, what="category", category="MARKETING")
    accept_category(template=Template.objects.get(), now=now + HOUR)
    hear(row, "category_update", now + 2 * HOUR, what="category", category="UTILITY")
    hear(row, "category_update", now + 3 * HOUR, what="category", category="MARKETING")
    assert unusable([(row.channel_id, "kabar")]) == {(row.channel_id, "kabar"): "category_changed"}


def test_the_poll_finds_what_webhooks_lost(row: Template, now: datetime) -> None:
    news = listed(status="PAUSED", quality_score={"score": "YELLOW"}, correct_category="MARKETING")
    assert apply_listed(channel=row.channel, listed=[news], now=now + HOUR) == 1
    told = Template.objects.get()
    assert (told.status, told.quality, told.announced_category) == ("PAUSED", "YELLOW", "marketing")
    assert ("status", "PAUSED", "poll") in story(row)
    assert apply_listed(channel=row.channel, listed=[news], now=now + 2 * HOUR) == 0


def test_what_was_made_at_meta_is_adopted_with_what_can_be_bound(row: Template, now: datetime) -> None:
    other = listed(
        id="77", name="promo", components=[{"type": "BODY", "text": "Halo {{panggilan}}, kode {{kupon}} ya."}]
    )
    apply_listed(channel=row.channel, listed=[listed(), other], now=now + HOUR)
    made = Template.objects.get(name="promo")
    assert (made.origin, made.binding) == ("meta", {"panggilan": "panggilan", "kupon": ""})


def test_what_is_gone_at_meta_is_told_and_an_empty_list_says_nothing(row: Template, now: datetime) -> None:
    apply_listed(channel=row.channel, listed=[], now=now + HOUR)
    assert Template.objects.get().status == "APPROVED"
    apply_listed(channel=row.channel, listed=[listed(id="77", name="promo")], now=now + HOUR)
    assert Template.objects.get(name="kabar").status == "DELETED"


def test_a_changed_text_is_not_taken_for_approved_by_an_older_answer(row: Template, now: datetime) -> None:
    words = BODY.replace("pagi", "siang")
    register_template(
        channel_id=row.channel_id, name="kabar", category="utility", source=words, now=now + HOUR
    )
    assert hear(row, "APPROVED", now + 2 * HOUR).status == "DRAFT"


def test_an_answer_in_error_is_kept_in_words(row: Template, now: datetime) -> None:
    template_refused(template_id=row.pk, code="2388293", detail="Too many variables", now=now)
    told = Template.objects.get()
    assert (told.status, told.rejection) == ("REJECTED", "2388293")


def test_deleting_and_letting_go_wait_for_the_provider(row: Template, now: datetime) -> None:
    Template.objects.update(status="PAUSED")
    ask_unpause(template=row, now=now)
    assert Template.objects.get().status == "UNPAUSING"
    template_unpaused(template_id=row.pk, refusal="", now=now)
    ask_deletion(template=row, now=now)
    assert Template.objects.get().status == "DELETING"
    template_deleted(template_id=row.pk, refusal="", now=now)
    told = Template.objects.get()
    assert (told.status, told.archived, told.external_id) == ("DELETED", True, "")


def test_a_deletion_that_was_refused_puts_it_back(row: Template, now: datetime) -> None:
    ask_deletion(template=row, now=now)
    template_deleted(template_id=row.pk, refusal="200 no permission", now=now + HOUR)
    assert Template.objects.get().status == "APPROVED"


def test_an_approved_one_is_changed_once_a_day(row: Template, now: datetime) -> None:
    row.origin = "shop"
    row.save()
    draft = Draft(name="kabar", source=BODY, footer="Toko Sari")
    save_template(channel_id=row.channel_id, draft=draft, template=row, submit=True, now=now + HOUR)
    template_pushed(template_id=row.pk, external_id="12", status="APPROVED", now=now + HOUR)
    with pytest.raises(Refused, match="template_edited_often"):
        save_template(channel_id=row.channel_id, draft=draft, template=row, submit=True, now=now + 2 * HOUR)
    save_template(channel_id=row.channel_id, draft=draft, template=row, submit=True, now=now + 26 * HOUR)


def test_one_in_review_is_not_changed(row: Template, now: datetime) -> None:
    Template.objects.update(status="PENDING")
    with pytest.raises(Refused, match="template_locked"):
        save_template(
            channel_id=row.channel_id, draft=Draft(name="kabar", source=BODY), template=row, now=now
        )


def test_a_draft_is_saved_half_written_but_not_under_a_taken_name(row: Template, now: datetime) -> None:
    half = save_template(channel_id=row.channel_id, draft=Draft(name="baru", source="Halo {{ pang"), now=now)
    assert (half.status, half.binding) == ("EDITING", {})
    with pytest.raises(Refused, match="template_unfit"):
        save_template(channel_id=row.channel_id, draft=Draft(name="kabar", source="Halo"), now=now)


def test_putting_away_changes_nothing_at_meta(row: Template, now: datetime) -> None:
    archive(template=row, archived=True, now=now)
    assert (Template.objects.get().archived, Template.objects.get().status) == (True, "APPROVED")


def test_news_of_one_account_reach_every_number_of_it(shop: Workspace, row: Template, now: datetime) -> None:
    other = Channel.objects.create(
        name="Dua", external_id="2", account_id=row.channel.account_id, token=b"", created_at=now
    )
    second = register_template(channel_id=other.pk, name="kabar", category="utility", source=BODY, now=now)
    template_pushed(template_id=second.pk, external_id="12", status="APPROVED", now=now)
    hear(row, "PAUSED", now + HOUR, title="FIRST_PAUSE")
    assert set(Template.objects.values_list("status", flat=True)) == {"PAUSED"}
