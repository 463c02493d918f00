"""Status webhooks as Meta sends them, each about messages of its own. Plain Python, no Sapa in here."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from typing import NamedTuple

NUMBER_ID = "1"
WORDS = ("sent", "delivered", "read")
FRAME = (
    b'{"object":"whatsapp_business_account","entry":[{"id":"104996122399160","changes":[{"value":{"messaging_product"'
    b':"whatsapp","metadata":{"display_phone_number":"6281100000001","phone_number_id":"%s"},"statuses":[%s]},'
    b'"field":"messages"}]}]}'
)
STATUS = (
    '{{"id":"{wamid}","status":"{word}","timestamp":"{at}","recipient_id":"62812{number:08d}",'
    '"biz_opaque_callback_data":"{token}","conversation":{{"id":"c{number:031d}","origin":{{"type":"utility"}}}},'
    '"pricing":{{"billable":true,"pricing_model":"PMP","type":"regular","category":"utility"}}}}'
)
REQUEST = (
    "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nUser-Agent: facebookexternalua\r\n"
    "Accept: */*\r\nX-Hub-Signature-256: sha256={signature}\r\nContent-Length: {size}\r\n\r\n"
)


class Said(NamedTuple):
    """Message `number` came to `word` at `at` (Unix seconds)."""

    number: int
    word: str
    at: int


def wamid(number: int) -> str:
    return f"wamid.HBgNBENCH{number:032d}"


def token(number: int) -> str:
    return f"BENCHTOKEN{number:018d}"


def body(said: Sequence[Said]) -> bytes:
    told = ",".join(
        STATUS.format(
            number=one.number, word=one.word, at=one.at, wamid=wamid(one.number), token=token(one.number)
        )
        for one in said
    )
    return FRAME % (NUMBER_ID.encode(), told.encode())


def bodies(count: int, batch: int, at: int) -> Iterator[bytes]:
    """`count` bodies of `batch` statuses; no two say the same."""
    for first in range(0, count * batch, batch):
        yield body([Said(n // 3, WORDS[n % 3], at + n % 3) for n in range(first, first + batch)])


def request(path: str, host: str, secret: str, content: bytes) -> bytes:
    """A whole signed HTTP request."""
    signature = hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
    return REQUEST.format(path=path, host=host, signature=signature, size=len(content)).encode() + content
