"""The message guard on the route: the last look before a message leaves."""

from sapa.accounts.services import change_settings
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.journeys.models import Decision
from tests.routes.cast import DEWI, at
from tests.routes.house import House


def test_a_text_that_presses_too_much_never_reaches_the_phone(house: House) -> None:
    with workspace_scope(house.workspace_id):
        words = {"guard": {"pressure_words": ["kapan saja", "balas saja"]}}
        change_settings(changes=words, now=business_now())
    house.order("A-1", DEWI)
    house.clock.to(at(15, "12:05"))
    assert house.phone(DEWI).texts == []
    row = house.follow_up()
    assert (row.state, row.reasons) == ("dropped", ["guard_blocked"])
    with workspace_scope(house.workspace_id):
        kept = Decision.objects.filter(follow_up_id=row.pk).latest("id")
    assert (kept.stage, kept.action, kept.trace["guard"]) == ("gate", "drop", [["hard_sell", "blokir", {}]])
