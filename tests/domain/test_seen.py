from sapa.domain.csvorders.seen import Seen, SeenPhones, SeenRows


def test_the_first_number_of_a_key_stays_however_many_follow() -> None:
    seen = Seen(size=8)
    assert [seen.first(f"A-{number}", number) for number in range(5000)] == list(range(5000))
    assert [seen.first(f"A-{number}", 0) for number in range(5000)] == list(range(5000))


def test_an_order_seen_again_tells_its_first_line_and_whether_it_says_the_same() -> None:
    orders = SeenRows()
    assert orders.before("A-1", 2, ("a",)) == (2, True)
    assert orders.before("A-1", 3, ("a",)) == (2, True)
    assert orders.before("A-1", 4, ("b",)) == (2, False)


def test_a_phone_belongs_to_the_first_customer_who_had_it() -> None:
    phones = SeenPhones()
    assert [phones.owner("+6281", name) for name in ("C-1", "C-2")] == ["C-1", "C-1"]
    assert [phones.owner("+6282", name) for name in ("", "C-2")] == ["", ""]
