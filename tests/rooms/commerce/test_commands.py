"""`sapa import orders` and `sapa sources parse` as somebody types them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.base.signatures import sign
from sapa.commerce.models import Order
from sapa.config.commands import imports, sources
from tests.conftest import found_shop

Run = Callable[..., int]
FILE = (
    "no_order,hp,tanggal,total\n"
    "A1,081211112222,2020-09-10 09:00,250000\n"
    "A2,+62 813 3333 4444,2020-09-11 09:00,90000\n"
    "A3,12,2020-09-11 09:00,90000\n"
)
BODY = {
    "order": {"id": "A1", "placed_at": "2020-09-10T09:00:00+07:00", "status": "lunas", "total": 99000},
    "customer": {"phone": "0812 1111 2222", "email": "dewi@example.com"},
    "updated_at": "2020-09-10T10:00:00+07:00",
}


@pytest.fixture
def sapa(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    import argparse
    from contextlib import nullcontext

    monkeypatch.setattr("sapa.base.postgres.running_database", nullcontext)
    # Django stands already; set up again, it would log into what this test captures long after its end.
    monkeypatch.setattr("django.setup", lambda: None)
    settings.SAPA = settings.SAPA.model_copy(update={"home": tmp_path})

    def run(*words: str | Path) -> int:
        parser = argparse.ArgumentParser()
        commands = parser.add_subparsers()
        for group in (imports, sources):
            group.add(commands)
        args = parser.parse_args([str(word) for word in words])
        code: int = args.run(args)
        return code

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pesanan.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def told(capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    return [line.split() for line in capsys.readouterr().out.splitlines()]


def test_a_file_is_imported_and_accounted_for(
    committed_shop: Workspace, sapa: Run, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sapa("import", "orders", file) == 0
    lines = told(capsys)
    assert ["baris", "3"] in lines
    assert ["baru", "2"] in lines
    assert lines[-1][:2] == ["1", "phone_too_short:"]
    assert sapa("import", "orders", file) == 0
    assert ["tetap", "2"] in told(capsys)


def test_refused_rows_are_written_to_a_file(
    committed_shop: Workspace, sapa: Run, file: Path, tmp_path: Path
) -> None:
    assert sapa("import", "orders", file, "--refused", tmp_path / "bad.csv") == 0
    assert "A3,12" in (tmp_path / "bad.csv").read_text(encoding="utf-8-sig")


def test_a_mapping_may_be_given(committed_shop: Workspace, sapa: Run, file: Path, tmp_path: Path) -> None:
    columns = {"order_id": "no_order", "phone": "hp", "placed_at": "tanggal", "goods": "total"}
    (tmp_path / "m.json").write_text(json.dumps({"columns": columns}), encoding="utf-8")
    assert sapa("import", "orders", file, "--mapping", tmp_path / "m.json") == 0
    with workspace_scope(committed_shop.pk):
        assert Order.objects.get(number="A1").goods == "250000"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Berkas kosong"),
        (b"PK\x03\x04", "bukan berkas CSV"),
        (b"nama,kota\nDewi,Bali\n", "order_id, phone, placed_at"),
    ],
)
def test_a_file_that_cannot_be_used_ends_with_a_sentence(
    committed_shop: Workspace,
    sapa: Run,
    file: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    sentence: str,
) -> None:
    file.write_bytes(content)
    assert sapa("import", "orders", file) == 1
    assert sentence in capsys.readouterr().err


def test_with_several_shops_one_must_be_named(
    committed_shop: Workspace, sapa: Run, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = found_shop("Toko Lain", "lain@tokolain.test")
    assert sapa("import", "orders", file) == 1
    assert "Toko Lain" in capsys.readouterr().err
    assert sapa("import", "orders", file, "--workspace", str(other.public_id)) == 0
    with workspace_scope(committed_shop.pk):
        assert Order.objects.count() == 0


def test_a_body_becomes_events(sapa: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = tmp_path / "body.json"
    body.write_text(json.dumps(BODY), encoding="utf-8")
    assert sapa("sources", "parse", "generic", body) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["verified"], line["ignored"]) == (None, None)
    placed, paid = line["events"]
    assert (placed["name"], placed["status"], placed["key"]) == (
        "order.placed",
        "awaiting_payment",
        "generic:order:A1:placed",
    )
    assert paid == {
        "name": "payment.received",
        "key": "generic:payment:A1:paid",
        "order": "A1",
        "shipment": None,
        "status": "paid",
        "amount": 99_000,
        "currency": "IDR",
        "at": "2020-09-10T03:00:00+00:00",
        "phone": "+6281211112222",
        "email": "dewi@example.com",
    }


def test_a_parcel_and_an_invoice_become_events(
    sapa: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = tmp_path / "body.json"
    parcel = {"id": "S-1", "status": "diantar", "status_at": "2020-09-10T10:00:00+07:00"}
    said = {"order": {"id": "A1"}, "shipment": parcel, "invoice": {"id": "I-1", "amount": 99000}}
    body.write_text(json.dumps(said), encoding="utf-8")
    assert sapa("sources", "parse", "generic", body) == 0
    events = json.loads(capsys.readouterr().out)["events"]
    told = [(one["name"], one["key"], one["order"], one["shipment"], one["status"]) for one in events]
    assert told == [
        (
            *("shipment.out_for_delivery", "generic:shipment:S-1:out_for_delivery"),
            *("A1", "S-1", "out_for_delivery"),
        ),
        ("invoice.issued", "generic:invoice:I-1:issued", "A1", None, None),
    ]
    assert (events[0]["at"], events[1]["amount"]) == ("2020-09-10T03:00:00+00:00", 99_000)


@pytest.mark.parametrize(("secret", "verified"), [("kunci", True), ("salah", False)])
def test_a_signature_is_checked_when_a_secret_is_given(
    sapa: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], secret: str, verified: bool
) -> None:
    body, headers = tmp_path / "body.json", tmp_path / "h.json"
    body.write_text(json.dumps(BODY), encoding="utf-8")
    signed = {
        "X-Sapa-Signature": sign(body.read_bytes(), "kunci", "1599700000"),
        "X-Sapa-Timestamp": "1599700000",
    }
    headers.write_text(json.dumps(signed), encoding="utf-8")
    assert sapa("sources", "parse", "generic", body, "--headers", headers, "--secret", secret) == 0
    assert json.loads(capsys.readouterr().out)["verified"] is verified


def test_what_cannot_be_read_is_ignored_with_its_reason(
    sapa: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_bytes(b"{")
    assert sapa("sources", "parse", "generic", broken, tmp_path / "absent.json") == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["events"], first["ignored"]) == ([], "invalid_json")
    assert "error" in second
