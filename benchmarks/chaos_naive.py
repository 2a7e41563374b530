"""The supervisor of the negative control: CHILD FOLDER TALLY WORDS.

It does what is found in many scripts: pumps a pipe into a file, remembers the state in a file that
it rewrites in place, and trusts a process number.
"""

import json
import signal
import subprocess
import sys
from pathlib import Path


def main(child: str, folder: Path, *rest: str) -> None:
    """Pump until the child ends."""
    state = folder / "state.json"
    state.write_text(json.dumps("Running"))
    argv = [sys.executable, child, str(folder), "--", *rest]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    assert process.stdout is not None
    with (folder / "output.log").open("wb") as log:
        for line in process.stdout:
            log.write(line)
    status = process.wait()
    if (folder / "stop").exists():
        state.write_text(json.dumps("Stopped"))
    else:
        words = f"Finished {status}" if status >= 0 else f"Killed {-status}"
        state.write_text(json.dumps(words))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
