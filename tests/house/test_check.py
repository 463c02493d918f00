"""What `sapa check` says about things that pass with time."""

import pytest
from django.conf import LazySettings
from pydantic import SecretStr

from sapa.base.instance import instance
from sapa.config.health import interface, mail


@pytest.mark.parametrize(("version", "good"), [("v20.0", False), ("v12.0", False), ("v99.0", True)])
def test_a_version_of_the_interface_that_has_ended_is_a_fault(version: str, good: bool) -> None:
    settings = instance().model_copy(update={"graph_version": version})
    [finding] = interface(settings)
    assert finding.good is good
    assert version in finding.sentence


def test_without_a_mail_server_no_mail_is_a_sentence_and_no_fault() -> None:
    [finding] = mail(instance())
    assert finding.good
    assert "SAPA_MAIL_URL" in finding.sentence


def test_a_mail_server_that_is_not_there_is_a_fault(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    [finding] = mail(instance().model_copy(update={"mail_url": SecretStr("smtp+plain://127.0.0.1:1")}))
    assert not finding.good
    assert "127.0.0.1:1" in finding.sentence
