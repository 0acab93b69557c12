"""Speed and size against the table of the design: `make benchmark`.

Ratios are measured within one run, start against start and batch against pipeline, so that a slow
or busy machine moves both sides. Nothing here is collected by pytest: a timed test would flake.
"""
