"""What a call was answered is kept for whoever makes it again, and for nobody who reads the table."""

from datetime import datetime

from sapa.accounts.models import KeptAnswer, Workspace
from sapa.accounts.schemas import Kept
from sapa.accounts.services.answers import claim_answer, keep_answer
from sapa.accounts.services.keys import create_key

SECRET = '{"secret": "whsec_rahasia"}'


def test_an_answer_is_kept_sealed_and_given_again(shop: Workspace, now: datetime) -> None:
    key, _plain = create_key(name="Kasir", scopes=[], expires_at=None, now=now)
    for name, body in (("made", SECRET), ("removed", "")):
        assert claim_answer(key_id=key.pk, name=name, fingerprint="f") is None
        keep_answer(key_id=key.pk, name=name, status=201, body=body)
        assert claim_answer(key_id=key.pk, name=name, fingerprint="f") == Kept("f", 201, body)
    assert "rahasia" not in "".join(KeptAnswer.objects.values_list("body", flat=True))
