"""Every error that Plumbline raises on purpose.

    PlumblineError
    ├── UsageError          an argument or a rule code that does not exist
    ├── SettingsError       a settings file that cannot be used
    ├── InputError          a file, record or field that cannot be read
    └── ResourceError       a model, lexicon or optional package that is not installed

Each message names the place and says what to do, so that a front end can print it as it is.
"""

from __future__ import annotations


class PlumblineError(Exception):
    """Base of all errors that a front end reports in one line, without a traceback."""


class UsageError(PlumblineError):
    """A call that names something that does not exist: a rule code, a profile, an embedder."""


class SettingsError(PlumblineError):
    """A settings file with an unknown key, a wrong type or a syntax error."""


class InputError(PlumblineError):
    """Input that is missing, unreadable, too large or not of the shape that is expected."""


class ResourceError(PlumblineError):
    """A part of the installation that is missing: weights, lexicons or an optional package."""
