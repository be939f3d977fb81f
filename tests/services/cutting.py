"""A relay between a client and a server that cuts the connection at a chosen word of the client's."""

import contextlib
import socket
import threading

from tests.services.service import LOOPBACK, Service


class CuttingRelay(Service):
    """Listens on `port` and passes everything on to a server on the loopback. When the client says `cut_at`, that word
    is passed on no more: both sides are hung up, once, `cuts` times in all."""

    def __init__(self, to_port: int, cut_at: bytes, cuts: int = 1) -> None:
        self.port = 0
        self.cut_at, self.cuts = cut_at, cuts
        self._to_port = to_port
        self._listener: socket.socket | None = None

    def start(self) -> None:
        """Listen in a thread of its own."""
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def stop(self) -> None:
        """Listen no more; what is open stays until its ends close it."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _address = listener.accept()
            except OSError:
                return
            server = socket.create_connection((LOOPBACK, self._to_port))
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self._pass_on, args=(source, sink, source is client), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, is_client: bool) -> None:
        try:
            while some := source.recv(65536):
                if is_client and self.cuts and self.cut_at in some.upper():
                    self.cuts -= 1
                    break
                sink.sendall(some)
        except OSError:
            pass
        finally:
            for one in (source, sink):
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
