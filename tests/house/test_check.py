"""What `sapa check` says about things that pass with time."""

import pytest

from sapa.base.instance import instance
from sapa.config.health import interface


@pytest.mark.parametrize(("version", "good"), [("v20.0", False), ("v12.0", False), ("v99.0", True)])
def test_a_version_of_the_interface_that_has_ended_is_a_fault(version: str, good: bool) -> None:
    settings = instance().model_copy(update={"graph_version": version})
    [finding] = interface(settings)
    assert finding.good is good
    assert version in finding.sentence
