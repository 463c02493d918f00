"""Web Push by the words of its standards: RFC 8291 appendix A, and a token that a push service can check."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from sapa.base.webpush import Browser, authorization, lettered, public_key, seal_for, unlettered

P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
    "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_comes_out_to_the_byte() -> None:
    own = derive_private_key(int.from_bytes(unlettered(OWN), "big"), SECP256R1())
    browser = Browser.read(P256DH, AUTH)
    words = b"When I grow up, I want to be a watermelon"
    assert lettered(seal_for(browser, words, salt=unlettered(SALT), own=own)) == SEALED


def test_every_message_is_sealed_anew() -> None:
    browser = Browser.read(P256DH, AUTH)
    assert seal_for(browser, b"Halo") != seal_for(browser, b"Halo")


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [("", ""), (P256DH, "AAAA"), (P256DH[:-4], AUTH), ("B" + "A" * 86, AUTH), ("%%", AUTH)],
)
def test_what_no_browser_made_is_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Browser.read(p256dh, auth)


def test_the_token_names_the_service_and_its_signature_holds() -> None:
    header = authorization("https://push.test:8443/send/abc", subject="https://sapa.test", unix_now=1_000)
    token, key = header.removeprefix("vapid t=").split(", k=")
    head, told, signature = token.split(".")
    assert json.loads(unlettered(told)) == {
        "aud": "https://push.test:8443",
        "exp": 1_000 + 12 * 3600,
        "sub": "https://sapa.test",
    }
    raw = unlettered(signature)
    made = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), unlettered(key))
    point.verify(made, f"{head}.{told}".encode(), ECDSA(SHA256()))
    assert key == public_key()
    assert base64.urlsafe_b64decode(head + "==") == b'{"typ": "JWT", "alg": "ES256"}'
