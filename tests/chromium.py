"""`python -m tests.chromium` makes sure a Chromium is here: SAPA_CHROMIUM, installed, apt as root."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
QUIET = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def find() -> str | None:
    named = os.environ.get("SAPA_CHROMIUM")
    if named:
        return shutil.which(named)
    found = (shutil.which(name) for name in (*NAMES, MAC))
    return next((path for path in found if path), None)


def install() -> None:
    for arguments in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *arguments], check=True, env=QUIET, stdout=subprocess.DEVNULL)


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None and "SAPA_CHROMIUM" not in os.environ


def main() -> int:
    if not find() and may_install():
        install()
    if find():
        return 0
    sys.stderr.write(
        "The browser tests need Chromium: install it (Debian: apt-get install chromium)"
        " or name its program in SAPA_CHROMIUM.\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
