import subprocess
import sys

BUFFERS = """
from sapa.base.process import return_memory
from sapa.lab.bench.meter import resident_mb
return_memory()
before = resident_mb()
for size in (24_000_000, 12_000_000):
    buffer = b"x" * size
    behind = [b"y" * 600 for _ in range(100)]
    del buffer
print(resident_mb() - before < 6)
"""


def test_what_a_large_buffer_took_goes_back_when_it_is_freed() -> None:
    told = subprocess.run([sys.executable, "-c", BUFFERS], capture_output=True, text=True, check=True)
    assert told.stdout == "True\n"
