"""Where a request comes from, as far as it may be known and kept."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from common.http.session import request_of

UNKNOWN = "未知"
LONGEST_AGENT = 200
IPV6_SITE, IPV6_SHOWN = 64, 48
"""Whoever has an IPv6 address has the 2^64 beside it (RFC 4291), so they count as one; fewer bits are shown."""


@dataclass(frozen=True)
class Visitor:
    """A browser at an address."""

    address: str
    user_agent: str

    @property
    def network(self) -> str:
        """What counts as one address."""
        address = _parsed(self.address)
        if isinstance(address, IPv6Address):
            return str(ip_network((address, IPV6_SITE), strict=False))
        return str(address) if address else self.address

    @property
    def shown_address(self) -> str:
        """Enough for the owner of an account to recognise it, too little to find a household: 203.0.113.*"""
        address = _parsed(self.address)
        if isinstance(address, IPv4Address):
            return f"{str(address).rpartition('.')[0]}.*"
        if isinstance(address, IPv6Address):
            return f"{ip_network((address, IPV6_SHOWN), strict=False).network_address}*"
        return UNKNOWN


def visitor_of(session: AsyncSession) -> Visitor:
    """Who sent the request that this transaction answers; nobody for jobs and commands."""
    request = request_of(session)
    return Visitor("", "") if request is None else _visitor(request)


def network_of(request: Request) -> str:
    """What counts as one address, for who asks without a transaction."""
    return _visitor(request).network


def _visitor(request: Request) -> Visitor:
    agent = "".join(sign for sign in request.headers.get("user-agent", "") if sign.isprintable())
    return Visitor(request.client.host if request.client else "", agent[:LONGEST_AGENT])


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed
