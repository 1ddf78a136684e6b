"""Listening on 127.0.0.1, and nowhere else."""

import asyncio
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import uvicorn

from govah.errors import BusyError, GovahError
from govah.web.app import workbench

ADDRESS = "127.0.0.1"


def serve(folder: Path, actor: str | None, port: int, opened: Callable[[str], None]) -> None:
    """Serve the workbench until it is interrupted.

    Args:
        folder: Of the case.
        actor: Name of the key that acts.
        port: 0 for any free one.
        opened: Told the address, with its one-time token, once it listens.

    Raises:
        BusyError: The port is taken.
        GovahError: The system does not let this port be used.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
    except OSError as error:
        listener.close()
        if isinstance(error, PermissionError):
            raise GovahError(
                f"This system does not let you listen on port {port}.",
                "Choose one from 1024 on: govah serve --port 0 takes a free one.",
            ) from error
        raise BusyError(
            f"Port {port} is taken: {error.strerror}.", "Choose another: govah serve --port 0 takes a free one."
        ) from error
    listener.listen(64)
    chosen = int(listener.getsockname()[1])
    guard = workbench(folder, actor, chosen)
    address = f"http://{ADDRESS}:{chosen}/enter?token={guard.token}"
    config = uvicorn.Config(
        guard, log_level="warning", access_log=False, server_header=False, date_header=False, ws="none"
    )
    _Server(config, partial(opened, address)).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Says that it listens when it answers, and when Ctrl+C ends it well: not before.

    Args:
        config: What it serves.
        opened: Called once, on another thread: it may open a browser that waits for the first page.
    """

    def __init__(self, config: uvicorn.Config, opened: Callable[[], None]) -> None:
        super().__init__(config)
        self._opened = opened

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started:
            await asyncio.to_thread(self._opened)
