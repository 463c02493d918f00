"""`sapa` as a program whose new homes have all tables already (`python -m tests.made …`).

For programs that make a home of their own in tests which are not about a first start; tests/faults/test_serve.py
and tests/faults/test_database.py begin with nothing.
"""

import sys

from sapa.base.postgres.binaries import Binaries
from sapa.base.postgres.cluster import Cluster
from sapa.config.cli import main
from tests.prepared import lay


def _laid(cluster: Cluster, _binaries: Binaries) -> None:
    lay(cluster.home)


if __name__ == "__main__":
    setattr(Cluster, "initialise", _laid)  # noqa: B010
    sys.exit(main())
