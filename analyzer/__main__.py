"""`python -m analyzer` is the command `plumbline`."""

from __future__ import annotations

from analyzer.cli import main

main()
