from sapa.domain.dialogue.records import OpenTicket
from tests.domain.dialogue.cast import Chat, Shelf, meaning


def test_a_complaint_is_met_with_sorry_and_one_question() -> None:
    said = Chat(Shelf()).says("jujur kecewa banget sama toko ini", meant=meaning("complaint"))
    assert "mohon maaf" in said.text
    assert said.text.count("?") == 1
    assert said.hand_off is None
    assert said.ticket is None


def test_what_happened_is_in_the_ticket_at_once() -> None:
    move = Chat(Shelf()).says("adminnya jutek banget waktu saya tanya", meant=meaning("complaint"))
    assert move.ticket
    assert move.ticket.kind == "complaint"
    assert "jutek" in move.ticket.slots["reason"]
    assert "mohon maaf" in move.text


def test_who_does_not_tell_what_happened_is_still_heard_by_people() -> None:
    chat = Chat(Shelf())
    chat.says("kecewa banget sama toko ini", meant=meaning("complaint"))
    assert chat.says("ga ada", meant=meaning("complaint", 0.3)).ticket is not None


def test_a_complaint_that_people_have_already_is_not_written_down_twice() -> None:
    chat = Chat(Shelf(tickets=(OpenTicket("T-9", "complaint"),)))
    told = chat.says("pelayanannya lambat sekali", meant=meaning("complaint"))
    assert told.ticket is None
    assert "T-9" in told.text
