from pathlib import Path

import pytest

from sapa.commerce.importers import delete_old_uploads, uploads

DAY = 86_400


def test_uploads_go_after_thirty_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "folder", lambda: tmp_path)
    file = tmp_path / "a.csv"
    file.write_text("x")
    written = file.stat().st_mtime
    assert delete_old_uploads(machine_time=written + 29 * DAY) == 0
    assert delete_old_uploads(machine_time=written + 31 * DAY) == 1
    assert not file.exists()
