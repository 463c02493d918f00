"""Settings of the installation are typed, named when wrong, and all documented."""

from pathlib import Path

import pytest

from sapa.base.endpoint import Endpoint
from sapa.base.instance import Instance, SettingsError, unknown_variables

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def test_without_variables_everything_has_a_default() -> None:
    settings = Instance.from_environ({})
    assert (settings.demo, settings.max_body, settings.language) == (False, 3_000_000, "id")


def test_variables_are_read_and_typed() -> None:
    settings = Instance.from_environ(
        {"SAPA_DEMO": "1", "SAPA_PORT": "9000", "SAPA_EGRESS_ALLOW": "127.0.0.1:8010, [::1]:8011,Sim:80"}
    )
    assert (settings.demo, settings.port) == (True, 9000)
    assert settings.egress_allow == (Endpoint("127.0.0.1", 8010), Endpoint("::1", 8011), Endpoint("sim", 80))


def test_an_empty_variable_counts_as_absent() -> None:
    assert Instance.from_environ({"SAPA_PORT": ""}).port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SAPA_PORT", "http"),
        ("SAPA_DEMO", "perhaps"),
        ("SAPA_EGRESS_ALLOW", "localhost"),
        ("SAPA_URL", "toko.example"),
        ("SAPA_LANGUAGE", "jv"),
        ("SAPA_GRAPH_VERSION", "26"),
    ],
)
def test_a_bad_value_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Instance.from_environ({name: value})


def test_a_bad_key_ring_is_not_shown() -> None:
    settings = Instance.from_environ({"SAPA_KEYS": "k1:rahasia"})
    assert "rahasia" not in repr(settings)


def test_a_misspelt_variable_is_found() -> None:
    assert unknown_variables({"SAPA_HOME": "/x", "SAPA_HOEM": "/x", "PATH": ""}) == ["SAPA_HOEM"]


@pytest.mark.parametrize("name", Instance.model_fields)
def test_the_document_lists_every_setting(name: str) -> None:
    assert f"| `SAPA_{name.upper()}` |" in DOCUMENT.read_text()


def test_the_document_lists_nothing_else() -> None:
    listed = {row.split("`")[1] for row in DOCUMENT.read_text().splitlines() if row.startswith("| `SAPA_")}
    assert listed == {f"SAPA_{name.upper()}" for name in Instance.model_fields}
