"""What a replay relies on: pure customers, one seed one ledger."""

import json
from datetime import timedelta
from pathlib import Path

from simulator.customers import Outgoing, answer
from simulator.network import Network
from tests.simulator.cast import ARRIVED, DEWI, MADE, NOW, RINI, arrived, config, statuses, written

WEEK = NOW + timedelta(days=7)
ASK = "Halo Kak, paket sudah tiba? Balas 1 kalau sesuai, 2 kalau ada yang kurang."
BILL = "Halo Kak, pesanan menunggu pembayaran sampai besok."


def outgoing(n: int, text: str = ASK, *, template: bool = True) -> Outgoing:
    return Outgoing(phone=f"+62813{n:08}", wamid=f"wamid.{n}", nth=1, text=text, at=NOW, template=template)


def answers(text: str = ASK, *, rate: float = 1.0, count: int = 2000, template: bool = True) -> list[str]:
    found = [answer(outgoing(n, text, template=template), seed=7, reply_rate=rate) for n in range(count)]
    return [one.text for one in found if one]


def test_a_customer_answers_the_same_however_often_asked() -> None:
    forwards = [answer(outgoing(n), seed=7, reply_rate=0.3) for n in range(50)]
    backwards = [answer(outgoing(n), seed=7, reply_rate=0.3) for n in reversed(range(50))]
    assert forwards == backwards[::-1]
    assert forwards != [answer(outgoing(n), seed=8, reply_rate=0.3) for n in range(50)]


def test_as_many_answer_as_the_rate_says() -> None:
    assert 0.17 < len(answers(rate=0.2)) / 2000 < 0.23
    assert answers(rate=0) == []
    assert len(answers(rate=1)) == 2000


def test_a_chat_reply_is_answered_more_rarely_than_a_template() -> None:
    assert 0 < len(answers(template=False)) < 0.3 * 2000


def test_answers_fit_the_question() -> None:
    assert answers(ASK).count("1") > 1000
    assert any("bayar" in text for text in answers(BILL))
    assert 0.002 < answers().count("BERHENTI") / 2000 < 0.02


def test_answers_come_minutes_to_hours_later() -> None:
    waits = [found.at - NOW for n in range(500) if (found := answer(outgoing(n), seed=7, reply_rate=1))]
    assert min(waits) >= timedelta(minutes=2)
    assert max(waits) <= timedelta(hours=20)
    assert sorted(waits)[250] > timedelta(minutes=10)


def replayed(path: Path, order: list[str], seed: int = 3) -> list[dict[str, str]]:
    made = Network(config(auto=True, reply_rate=0.8, seed=seed, ledger=path))
    made.templates.register(ARRIVED)
    for number in order:
        made.send(arrived(to=number), NOW)
    made.due_webhooks(WEEK)
    made.ledger.close()
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_one_seed_gives_one_ledger(tmp_path: Path) -> None:
    first = replayed(tmp_path / "1.jsonl", [DEWI, MADE, RINI])
    assert first == replayed(tmp_path / "2.jsonl", [DEWI, MADE, RINI])
    assert first != replayed(tmp_path / "3.jsonl", [DEWI, MADE, RINI], seed=4)


def test_the_order_of_sending_changes_neither_ids_nor_answers(tmp_path: Path) -> None:
    one, other = replayed(tmp_path / "1.jsonl", [DEWI, MADE]), replayed(tmp_path / "2.jsonl", [MADE, DEWI])
    assert sorted(one, key=lambda line: line["id"]) == sorted(other, key=lambda line: line["id"])


def test_a_ledger_line_says_who_when_what_and_which_template(tmp_path: Path) -> None:
    line = replayed(tmp_path / "1.jsonl", [DEWI])[0]
    assert line.pop("id").startswith("wamid.")
    assert line == {
        "phone": DEWI,
        "at": "2026-09-15T01:00:00+00:00",
        "text": "Halo Kak Dewi, pesanan SARI-1041 sudah tiba. Balas 1 kalau sesuai, 2 kalau ada yang kurang.",
        "dir": "out",
        "type": "template",
        "template": "cek_setelah_tiba",
    }


def test_webhooks_come_in_time_order_and_a_reader_reads_before_answering() -> None:
    made = Network(config(auto=True, reply_rate=1.0))
    made.templates.register(ARRIVED)
    for n in range(40):
        made.send(arrived(to=f"+62813000010{n:02}"), NOW)
    due = made.due_webhooks(WEEK)
    assert [at for at, _ in due] == sorted(at for at, _ in due)
    assert len(written(list(due))) == 40
    assert sum(one["status"] == "read" for one in statuses(list(due))) == 40


def test_a_message_that_failed_is_on_no_phone_and_not_in_the_ledger(tmp_path: Path) -> None:
    made = Network(config(ledger=tmp_path / "ledger.jsonl"))
    made.send({"messaging_product": "whatsapp", "to": DEWI, "type": "text", "text": {"body": "Halo"}}, NOW)
    made.due_webhooks(WEEK)
    made.ledger.close()
    assert (tmp_path / "ledger.jsonl").read_text() == ""


def test_a_customer_whose_phone_is_off_by_then_does_not_answer() -> None:
    made = Network(config(auto=True, reply_rate=1.0))
    made.templates.register(ARRIVED)
    made.send(arrived(), NOW)
    made.phones.get(DEWI).online = False
    assert written(made.due_webhooks(WEEK)) == []
