"""Certificates as portals have them: good, expired, self-signed, of another name, with a weak key, of a chain with a
link missing. Made anew for every run; the root lies in a file of its own for clients that should trust it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Signer:
    """Who signs: a certificate with its key."""

    certificate: x509.Certificate
    key: RSAPrivateKey


def key(bits: int = 2048) -> RSAPrivateKey:
    return generate_private_key(65537, bits)


def authority(name: str, above: Signer | None = None) -> Signer:
    """A root, or an intermediate below one."""
    own = key()
    return Signer(_signed(name, own, above.key if above else own, above, authority=True), own)


def leaf(
    host: str, own: RSAPrivateKey, signer: Signer | None, *, ends: datetime | None = None
) -> x509.Certificate:
    """A server's certificate for a name or address; its own signer where none is given."""
    return _signed(host, own, signer.key if signer else own, signer, ends=ends)


def _signed(
    name: str,
    own: RSAPrivateKey,
    signs: RSAPrivateKey,
    above: Signer | None,
    *,
    authority: bool = False,
    ends: datetime | None = None,
) -> x509.Certificate:
    ends = ends or datetime.now(UTC) + 30 * DAY
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(
        above.certificate.subject if above else subject, subject, own.public_key()
    )
    builder = (
        builder.serial_number(x509.random_serial_number())
        .not_valid_before(ends - 90 * DAY)
        .not_valid_after(ends)
    )
    builder = builder.add_extension(x509.BasicConstraints(authority, None), critical=True)
    builder = builder.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False
    )
    if not authority:
        builder = builder.add_extension(x509.SubjectAlternativeName([_name(name)]), critical=False)
    return builder.sign(signs, hashes.SHA256())


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def write(path: Path, own: RSAPrivateKey, *chain: x509.Certificate) -> Path:
    """Key and certificates in one PEM file, as servers load them."""
    plain = serialization.NoEncryption()
    parts = [
        own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    ]
    parts += [each.public_bytes(serialization.Encoding.PEM) for each in chain]
    path.write_bytes(b"".join(parts))
    return path
