"""Which web addresses an alert may be sent to, so that a contact's address cannot reach into the inner network."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass

import httpx

from connectors.alerts.loopback import is_loopback

_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True)
class Allowed:
    """An address that may be called: ``url`` to connect to, ``host`` header, ``sni`` name, ``direct`` past proxies."""

    url: httpx.URL
    host: str
    sni: str | None = None
    direct: bool = False


class UrlRefused(ValueError):
    """The address may not be called, and never will be; the text says why."""


class Guard:
    """Lets through what the operator configured, and public https addresses.

    An address in ``trusted`` comes from the operator's own settings or roster file: it is called as it stands, also
    http and also on loopback, because whoever writes the settings already owns the machine. Any other address (one
    typed into a page, say) must be https on the public internet: its name is looked up, every address it has must be
    public, and the call then goes to the address that was checked, so that a second look-up cannot lead elsewhere.
    """

    def __init__(self, trusted: Iterable[str] = ()) -> None:
        self._trusted = frozenset(url.strip() for url in trusted if url.strip())

    async def check(self, url: str) -> Allowed:
        """Return where to connect; raises UrlRefused when it may not be called, OSError when the look-up fails."""
        parsed = _parse(url)
        if url.strip() in self._trusted:
            return Allowed(parsed, parsed.netloc.decode(), direct=is_loopback(str(parsed)))
        if parsed.scheme != "https":
            raise UrlRefused(
                f"주소가 https가 아닙니다: {parsed.scheme}. 운영자가 설정에 적은 주소만 http를 쓸 수 있습니다."
            )
        if parsed.userinfo:
            raise UrlRefused("주소에 계정이 들어 있습니다. https://호스트/경로 꼴만 됩니다.")
        address = _only_public(parsed.host, await _lookup(parsed.host, parsed.port or 443))
        return Allowed(parsed.copy_with(host=address), parsed.netloc.decode(), sni=parsed.host, direct=True)


def _parse(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url.strip())
    except httpx.InvalidURL as error:
        raise UrlRefused("알아볼 수 없는 주소입니다. https://호스트/경로 꼴이어야 합니다.") from error
    if parsed.scheme not in ("http", "https") or not _HOST.fullmatch(parsed.raw_host.decode()):
        raise UrlRefused("알아볼 수 없는 주소입니다. https://호스트/경로 꼴이어야 합니다.")
    return parsed


async def _lookup(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise UrlRefused("호스트 이름이 될 수 없는 주소입니다.") from error
    return [str(item[4][0]) for item in found]


def _only_public(host: str, addresses: list[str]) -> str:
    for address in addresses:
        if not _is_public(address):
            raise UrlRefused(f"{host}은(는) 안쪽 망의 주소라 부를 수 없습니다. 공개된 인터넷 주소만 됩니다.")
    if not addresses:
        raise UrlRefused(f"{host}의 주소를 찾지 못했습니다.")
    return addresses[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    return ip.is_global and not ip.is_multicast and not _hides_another(ip)


def _hides_another(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    # Mapped, 6to4, Teredo and NAT64 addresses carry an IPv4 address inside, which may be a private one.
    if isinstance(ip, ipaddress.IPv4Address):
        return False
    return bool(ip.ipv4_mapped or ip.sixtofour or ip.teredo) or ip in _NAT64
