"""A password goes to the right server over TLS, or nowhere; what is wrong with our login costs no mail."""

import ssl
from datetime import timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shared.mail.server import server_of
from shared.mail.transports import NotTaken, Smtp
from shared.types import now
from tests.support.smtp import MailServer

LOGIN = LoginPassword(b"canvass", b"hunter2/")


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's context, for 127.0.0.1, whose certificate this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now() - timedelta(hours=1))
        .not_valid_after(now() + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    own, both = tmp_path / "certificate.pem", tmp_path / "both.pem"
    own.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    both.write_bytes(key.private_bytes(*private) + own.read_bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(both)
    return context


class Door:
    """Lets in whoever knows the login, and remembers who knocked."""

    def __init__(self) -> None:
        self.knocks: list[object] = []

    def __call__(self, server: object, session: object, envelope: object, mechanism: str, given: object) -> AuthResult:
        self.knocks.append(given)
        return AuthResult(success=given == LOGIN, handled=False)


def a_message() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "no-reply@canvass.example", "ada@example.com", "Hello"
    message.set_content("Hello")
    return message


def at(server: MailServer, scheme: str = "smtp", login: str = "canvass:hunter2%2F", query: str = "") -> Smtp:
    return Smtp(server_of(f"{scheme}://{login}@127.0.0.1:{server.port}{query}"))


async def test_with_a_login_the_connection_is_encrypted_first(tls: ssl.SSLContext) -> None:
    door = Door()
    async with MailServer(tls_context=tls, authenticator=door, auth_required=True).open() as server:
        await at(server)(a_message())
    assert (len(server.kept), door.knocks) == (1, [LOGIN])


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # aiosmtpd knows of STARTTLS alone
async def test_smtps_is_encrypted_from_the_first_byte(tls: ssl.SSLContext) -> None:
    async with MailServer(authenticator=Door(), auth_required=True, auth_require_tls=False).open(tls) as server:
        await at(server, "smtps")(a_message())
    assert len(server.kept) == 1


async def test_a_password_is_not_sent_to_a_server_that_does_not_encrypt() -> None:
    door = Door()
    async with MailServer(authenticator=door, auth_require_tls=False).open() as server:
        with pytest.raises(NotTaken) as refusal:
            await at(server)(a_message())
        assert door.knocks == []
        await at(server, query="?starttls=never")(a_message())
    assert (refusal.value.for_good, door.knocks, len(server.kept)) == (False, [LOGIN], 1)


async def test_a_certificate_nobody_vouches_for_is_not_taken(
    tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    door = Door()
    async with MailServer(tls_context=tls, authenticator=door).open() as server:
        with pytest.raises(NotTaken) as refusal:
            await at(server)(a_message())
    assert (refusal.value.for_good, door.knocks, server.kept) == (False, [], [])


async def test_a_wrong_login_of_ours_is_no_refusal_of_the_mail(tls: ssl.SSLContext) -> None:
    async with MailServer(tls_context=tls, authenticator=Door(), auth_required=True).open() as server:
        with pytest.raises(NotTaken, match="SMTPAuthenticationError 535") as refusal:
            await at(server, login="canvass:wrong")(a_message())
    assert (refusal.value.for_good, server.kept) == (False, [])
    assert "wrong" not in str(refusal.value)
