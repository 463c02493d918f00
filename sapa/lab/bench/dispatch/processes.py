"""The endpoint's process, as the benchmark speaks to it."""

import json
from typing import Any
from urllib.request import urlopen

from sapa.lab.bench.programs import Program


class Endpoint:
    """The counting endpoint of this benchmark, answering after `latency` milliseconds."""

    def __init__(self, latency: float) -> None:
        self.program = Program("sapa.lab.bench.dispatch.endpoint", latency)
        self.address = f"127.0.0.1:{self.program.hear()}"

    def ask(self, word: str) -> Any:
        with urlopen(f"http://{self.address}/{word}", timeout=60) as answer:
            return json.load(answer)

    def environment(self) -> dict[str, str]:
        return {
            "SAPA_GRAPH_URL": f"http://{self.address}",
            "SAPA_EGRESS_ALLOW": self.address,
            "SAPA_DEMO": "1",
        }
