"""A mail server of a few lines, that keeps what it is told and refuses whom it is told to refuse."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Desk:
    """What the server heard: sender, recipients and words of each mail, and who signed in over what."""

    port: int = 0
    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    sign_ins: list[tuple[str, bool]] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"localhost:{self.port}"


class Talk(socketserver.StreamRequestHandler):
    desk: Desk
    tls: ssl.SSLContext | None
    offers_tls: bool
    is_safe = False

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def handle(self) -> None:
        sender, recipients = "", list[str]()
        self.say("220 a test")
        while line := self.rfile.readline():
            words = line.decode().strip()
            match words.upper().split(" ")[0].split(":")[0]:
                case "EHLO":
                    more = ["localhost", "AUTH PLAIN"] + (["STARTTLS"] if self.offers_tls and not self.is_safe else [])
                    self.wfile.write(b"".join(b"250-" + each.encode() + b"\r\n" for each in more) + b"250 HELP\r\n")
                case "STARTTLS":
                    self.say("220 go on")
                    self.encrypt()
                case "AUTH":
                    self.desk.sign_ins.append((words, self.is_safe))
                    self.say("235 welcome")
                case "MAIL":
                    sender = words.partition(":")[2].split(" ")[0]
                    self.say("250 ok")
                case "RCPT":
                    refusal = next((said for whom, said in self.desk.refusals.items() if whom in words), "")
                    recipients += [] if refusal else [words.partition(":")[2]]
                    self.say(refusal or "250 ok")
                case "DATA":
                    self.say("354 go on")
                    said = b"".join(iter(self.rfile.readline, b".\r\n"))
                    self.desk.mails.append((sender, recipients, said))
                    self.say("250 taken")
                case "QUIT":
                    return self.say("221 bye")
                case _:
                    self.say("250 ok")
        return None

    def encrypt(self) -> None:
        assert self.tls is not None
        self.request = self.tls.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
        self.is_safe = True


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None, *, offers_tls: bool = True) -> Iterator[Desk]:
    """A server on a free port; with `tls` it can go over to an encrypted line."""
    desk = Desk()
    kind = type("TalkHere", (Talk,), {"desk": desk, "tls": tls, "offers_tls": offers_tls and tls is not None})
    with socketserver.ThreadingTCPServer(("localhost", 0), kind) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who breaks off is what some tests are about
        desk.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield desk
        server.shutdown()
