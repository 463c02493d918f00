"""What earlier rows held, in a few bytes each: a file of a million rows fits in memory that is small."""

from array import array

WORD = (1 << 64) - 1
FIRST_SIZE = 1 << 10


class Seen:
    """A number below 2**64 for each key; of the key only a mark of 64 bits is kept."""

    def __init__(self, size: int = FIRST_SIZE) -> None:
        self._marks, self._numbers = array("Q", bytes(8 * size)), array("Q", bytes(8 * size))
        self._count = 0

    def first(self, key: object, number: int) -> int:
        """The number that came with this key first: `number` itself for a new key."""
        mark = hash(key) & WORD or 1
        place = self._place(mark)
        if self._marks[place]:
            return self._numbers[place]
        self._marks[place], self._numbers[place] = mark, number
        self._count += 1
        if self._count * 3 > len(self._marks) * 2:
            self._grow()
        return number

    def _place(self, mark: int) -> int:
        """Where the mark stands, or the free place for it."""
        marks, last = self._marks, len(self._marks) - 1
        place = mark & last
        while marks[place] not in (0, mark):
            place = (place + 1) & last
        return place

    def _grow(self) -> None:
        marks, numbers = self._marks, self._numbers
        self._marks, self._numbers = (array("Q", bytes(16 * len(marks))) for _ in range(2))
        for mark, number in zip(marks, numbers, strict=True):
            if mark:
                place = self._place(mark)
                self._marks[place], self._numbers[place] = mark, number


class SeenRows:
    """Keys of rows, such as order numbers, with the line and a mark of the row's content."""

    def __init__(self) -> None:
        self._seen = Seen()

    def before(self, key: str, line: int, content: object) -> tuple[int, bool]:
        """The line where the key stood first (this one when it is new), and whether it said the same."""
        told = line << 32 | hash(content) & 0xFFFFFFFF
        first = self._seen.first(key, told)
        return first >> 32, (first ^ told) & 0xFFFFFFFF == 0


class SeenPhones:
    """Phones with the customer that had each of them first."""

    def __init__(self) -> None:
        self._seen, self._names = Seen(), bytearray()

    def owner(self, phone: str, customer: str) -> str:
        at = len(self._names)
        first = self._seen.first(phone, at)
        if first == at:
            self._names += customer.encode(errors="replace") + b"\0"
            return customer
        return self._names[first : self._names.index(b"\0", first)].decode()
