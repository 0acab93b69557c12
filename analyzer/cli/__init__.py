"""The command `plumbline`: thin commands that call `Analyzer` and hand its Report to a renderer.

Nothing here imports spaCy, NumPy or the models before a command needs them, so that `--help`,
`rules` and `explain` answer at once.

Exit codes: 0 clean or below the gate, 1 findings at or above it or failed rows of a batch, 2 usage,
configuration or unreadable input, 130 interrupted, 141 the reader of the output went away.
"""

from __future__ import annotations

import gc
import os
import re
import sys
import traceback
from typing import TYPE_CHECKING, NoReturn

import typer

from analyzer.cli.app import app
from analyzer.cli.output import complain, use_utf8
from analyzer.errors import PlumblineError

if TYPE_CHECKING:
    from collections.abc import Sequence

_USAGE, _INTERRUPTED, _PIPE_CLOSED = 2, 130, 141


def main() -> NoReturn:
    """Run the command line and leave the process with its exit code."""
    # Modules and models fill the start and live to its end; to walk them for garbage again and
    # again takes a tenth of a check. A service, which lives on, sets its own bound.
    gc.set_threshold(500_000, 20, 50)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; every error is one line on standard error."""
    use_utf8()
    try:
        code = _invoke(list(arguments))
        sys.stdout.flush()
    except typer.Exit as leave:
        return leave.exit_code
    except PlumblineError as error:
        complain(str(error))
        return _USAGE
    except typer.TyperException as error:
        complain(_usage(error))
        return _USAGE
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted")
        return _INTERRUPTED
    except BrokenPipeError:
        # Python flushes standard output once more on its way out; that must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except Exception:
        # Code 1 would tell a hook that there are findings.
        traceback.print_exc()
        complain("this is a fault of Plumbline; please report it with the lines above")
        return _USAGE
    return code


def _invoke(arguments: list[str]) -> int:
    command = typer.main.get_command(app)
    with command.make_context("plumbline", arguments) as context:
        result = command.invoke(context)
    return result if isinstance(result, int) else 0


def _usage(error: typer.TyperException) -> str:
    """Return what was wrong with the call, and where its options are listed."""
    message = error.format_message().strip().rstrip(".")
    message = re.sub(r"[ .]*\(Possible options: ([^)]*)\)$", r"; did you mean \1?", message)
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "plumbline"
    return f"{message} ({path} --help lists what it takes)"
