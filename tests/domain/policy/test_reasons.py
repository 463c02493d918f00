import re
from datetime import UTC, datetime
from pathlib import Path

from sapa.domain.calendars import default_calendar
from sapa.domain.policy import REASONS, Contact, Customer, History, Intent, decide, policy_from, sentence

DOCUMENT = Path(__file__).parents[3] / "docs" / "reasons.md"


def test_the_document_lists_the_table_as_it_is() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+?) \| (.+?) \|$", DOCUMENT.read_text(), re.MULTILINE)
    assert rows == [(r.code, r.kind, r.indonesian, r.english) for r in REASONS.values()]


def test_a_company_reads_why_it_waits_until_monday() -> None:
    company = Customer("b2b", timezone="Asia/Jakarta", phone="+6281211112222", channels={"whatsapp": True})
    written = History(
        (Contact(datetime(2027, 1, 22, 8, 30, tzinfo=UTC), "out", klass="reply", status="sent"),)
    )
    care = Intent(id=1, klass="care", wa_template=True)
    found = decide(
        care, company, written, default_calendar(), datetime(2027, 1, 22, 9, 50, tzinfo=UTC), policy_from()
    )
    assert sentence(found, "id") == (
        "Menunggu sampai Sen 25 Jan 09.00 WIB karena: "
        "terlalu dekat dengan kontak terakhir, di luar jam kerja, akhir pekan."
    )
    assert sentence(found, "en") == (
        "Waiting until Mon 25 Jan 09:00 WIB because: "
        "too soon after the last contact, outside business hours, weekend."
    )
