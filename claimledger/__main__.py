"""``python -m claimledger`` is the command ``claimledger``."""

from __future__ import annotations

import sys

from claimledger.cli import main

if __name__ == "__main__":
    sys.exit(main())
