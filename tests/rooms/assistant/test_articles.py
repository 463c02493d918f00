"""Articles: kept in versions, read anew when one changes, and told stale when what they name has changed."""

from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.accounts.services import change_settings
from sapa.assistant.flows.articles import search
from sapa.assistant.models import Gap
from sapa.assistant.selectors.articles import articles, gaps, help_page_workspace, versions
from sapa.assistant.services.articles import (
    Draft,
    add_articles,
    change_article,
    check_article,
    remove_article,
    restore_article,
)
from sapa.assistant.services.gaps import close_gap, note_gap
from sapa.web.errors import Refused

RETURNS = Draft("Pengembalian", "Barang boleh dikembalikan dalam 7 hari setelah diterima.")


def test_a_changed_article_is_told_as_it_is_now(shop: Workspace, now: datetime) -> None:
    (row,) = add_articles(drafts=[RETURNS], now=now)
    assert "7 hari" in (search("barang bisa dibalikin brp hari?").text or "")
    change_article(article=row, draft=Draft(RETURNS.title, RETURNS.text.replace("7", "10")), now=now)
    assert "10 hari" in (search("barang bisa dibalikin brp hari?").text or "")


def test_an_old_version_comes_back_as_a_new_one(shop: Workspace, now: datetime) -> None:
    (row,) = add_articles(drafts=[RETURNS], now=now)
    change_article(article=row, draft=Draft("Lain", "Teks lain."), now=now)
    restored = restore_article(article=row, number=1, now=now)
    assert (restored.title, restored.number) == (RETURNS.title, 3)
    assert [one.source for one in versions(row)] == ["restored", "editor", "editor"]


def test_what_somebody_else_saved_meanwhile_is_not_written_over(shop: Workspace, now: datetime) -> None:
    (row,) = add_articles(drafts=[RETURNS], now=now)
    change_article(article=row, draft=Draft("Lain", "Teks lain."), now=now, seen=1)
    with pytest.raises(Refused) as refused:
        change_article(article=row, draft=RETURNS, now=now, seen=1)
    assert refused.value.code == "changed_meanwhile"


def test_customers_are_not_told_what_is_for_the_team_alone(shop: Workspace, now: datetime) -> None:
    add_articles(drafts=[Draft(RETURNS.title, RETURNS.text, internal=True)], now=now)
    assert search("barang bisa dibalikin brp hari?").text is None


def test_an_article_taken_away_answers_no_more_and_frees_its_code(shop: Workspace, now: datetime) -> None:
    (row,) = add_articles(drafts=[RETURNS], now=now)
    remove_article(article=row, now=now)
    assert search("barang bisa dibalikin brp hari?").text is None
    assert add_articles(drafts=[RETURNS], now=now)[0].code == row.code


def test_an_article_goes_stale_when_a_number_it_names_is_another_until_somebody_looks(
    shop: Workspace, now: datetime
) -> None:
    change_settings(changes={"assistant": {"phone": "021-555-0100"}}, now=now)
    (row,) = add_articles(drafts=[Draft("Telepon", "Telepon kami 021-555-0100.")], now=now)
    assert articles()[0].stale == []
    change_settings(changes={"assistant": {"phone": "021-555-0199"}}, now=now)
    assert articles()[0].stale == ["phone"]
    check_article(article=row, now=now)
    assert articles()[0].stale == []


def test_questions_asked_in_vain_are_counted_by_their_words_and_asked_again_open_again(
    shop: Workspace, now: datetime
) -> None:
    for question in ("ada gudang di medan ga kak?", "Di Medan ada gudang gak min"):
        note_gap(question=question, now=now)
    note_gap(question="nomor saya 081234567890, bisa gadai emas?", now=now)
    first, second = gaps()
    assert (first.count, second.count) == (2, 1)
    assert "081234567890" not in second.question
    close_gap(gap=first, now=now)
    assert [one.pk for one in gaps()] == [second.pk]
    note_gap(question="gudang di medan ada?", now=now + timedelta(days=1))
    assert Gap.objects.get(pk=first.pk).closed_at is None


def test_a_help_page_is_found_by_the_shop_s_public_id(shop: Workspace) -> None:
    assert help_page_workspace(shop.public_id) == shop.pk
