"""A real mail server on a free port that keeps what it takes and refuses whom it is told to refuse."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ONE_EACH = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted")


@dataclass
class SmtpSink:
    """What the server holds and how it behaves.

    ``refusals`` maps a recipient to the replies it gets, one after the other; ``data_replies`` are the next replies
    to a whole letter ("hang" waits for ``release``). ``letters`` are the letters taken, ``tls`` what a client must
    trust to speak with it.
    """

    port: int = 0
    tls: ssl.SSLContext | None = None
    refusals: dict[str, list[str]] = field(default_factory=dict)
    data_replies: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    release: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refusals.get(address):
            return self.refusals[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        reply = self.data_replies.pop(0) if self.data_replies else "250 OK"
        if reply == "hang":
            await self.release.wait()
            return "451 too late"
        if not reply.startswith("2"):
            return reply
        content = envelope.original_content or b""
        # aiosmtpd hands over the lines as they came, so a bare line feed of the client is still to be seen.
        letter = message_from_bytes(content, policy=policy.default)
        if b"\n" in content.replace(b"\r\n", b"") or any(len(letter.get_all(name, [])) != 1 for name in ONE_EACH):
            return "554 5.6.0 malformed letter"
        self.raw.append(content)
        self.letters.append(letter)
        self.encrypted.append(session.ssl is not None)
        return reply


@asynccontextmanager
async def smtp_sink(folder: Path | None = None, login: tuple[str, str] | None = None) -> AsyncIterator[SmtpSink]:
    """Serve while the block runs; with ``folder`` STARTTLS is demanded, with ``login`` that name and password too."""
    sink = SmtpSink()
    server_tls, sink.tls = _contexts(folder) if folder else (None, None)

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object) -> AuthResult:
        fits = isinstance(given, LoginPassword) and (given.login.decode(), given.password.decode()) == login
        return AuthResult(success=fits, handled=False)

    def connection() -> SMTP:
        return SMTP(
            sink,
            tls_context=server_tls,
            require_starttls=server_tls is not None,
            auth_required=login is not None,
            authenticator=check if login else None,
            enable_SMTPUTF8=True,
        )

    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        sink.release.set()
        server.close()


def _contexts(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "smtp.test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    public = folder / "smtp.pem"
    private = folder / "smtp.key"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(public, private)
    return server, ssl.create_default_context(cafile=str(public))
