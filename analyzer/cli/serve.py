"""`plumbline serve`: the API and the web form, on this machine or behind a proxy."""

import contextlib
import gc
import os
import sys
import tempfile
from typing import Annotated

import typer

from analyzer.errors import ResourceError

_APP = "api.app:create_app"
_SETTINGS = "api.settings:read_settings"
_FINISH_SECONDS = 30  # what a stopping process has for the requests that it took
_IDLE_SECONDS = 20  # after which a kept connection is closed


def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port to listen on.")
    ] = 8000,
    workers: Annotated[
        int, typer.Option("--workers", min=1, help="Processes, each with its own models.")
    ] = 1,
) -> int:
    """Serve the API and the web form.

    Settings come from environment variables PLUMBLINE_*; FORWARDED_ALLOW_IPS names trusted proxies.
    """
    # One thread analyses in each process; more of them under it would only fight for the cores.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        import uvicorn
        from uvicorn.importer import import_from_string

        # A mistake in the settings stops here, in one line, and not in every worker.
        import_from_string(_SETTINGS)()
    except ModuleNotFoundError as error:
        raise ResourceError(
            f"{error.name} is not installed; run: pip install 'plumbline[api]'"
        ) from error
    place = f"[{host}]" if ":" in host else host
    print(f"plumbline: http://{place}:{port}/docs shows the API; Ctrl-C stops", file=sys.stderr)
    with contextlib.ExitStack() as files:
        if workers > 1:
            # Worker processes add up their counters through files here.
            counters = files.enter_context(tempfile.TemporaryDirectory(prefix="plumbline-"))
            os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", counters)
        gc.set_threshold(20_000, 20, 50)
        uvicorn.run(
            _APP,
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_config=None,  # the application writes JSON
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_FINISH_SECONDS,
            timeout_keep_alive=_IDLE_SECONDS,
            h11_max_incomplete_event_size=16_384,
        )
    return 0
