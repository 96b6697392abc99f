"""Makes the pictures that docs/shots.toml declares: `python docs/shots.py [FOLDER]`, docs/shots if none is given."""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "shots"
    browser = shutil.which("chromium")
    if browser is None:
        sys.stderr.write("shots: chromium is missing; on Debian: apt-get install chromium\n")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    for shot in tomllib.loads((HERE / "shots.toml").read_text(encoding="utf-8"))["shot"]:
        with tempfile.TemporaryDirectory() as place:
            page = Path(place) / "page.html"
            subprocess.run([sys.executable, "-m", "graph", "draw", *shot["draw"], "-q", "-o", str(page)], check=True)
            target = (folder / shot["file"]).resolve()
            size = f"--window-size={shot['width']},{shot['height']}"
            words = [browser, *FLAGS, f"--user-data-dir={place}/profile", size, f"--screenshot={target}", page.as_uri()]
            subprocess.run(words, check=True, capture_output=True)
            sys.stdout.write(f"{shot['file']}: {target.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
