"""`python -m tui`, the same as `robolab-tui`."""

from tui.cli import main

raise SystemExit(main())
