"""The home of passkeys: each belongs to one name, and answers on the pages of that name alone."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from flask import current_app, request

from ulss_tracker.services.people.passkeys import Site

_LOCAL = "localhost"


def here() -> Site | None:
    """The home of passkeys, where this page is at home there; else None."""
    address = _home()
    is_here = address.netloc == request.host
    if not is_here or not _is_name(address.hostname or ""):
        return None
    return Site(str(address.hostname), f"{address.scheme}://{address.netloc}")


def elsewhere() -> str:
    """The address to open instead, where this page is at home in no passkey's; "" on its own.

    An IP address cannot be a passkey's home: on one's own machine `localhost` stands in for it.
    """
    if here() is not None:
        return ""
    address = _home()
    if _is_name(address.hostname or ""):
        return f"{address.scheme}://{address.netloc}"
    port = f":{address.port}" if address.port else ""
    return "" if _is_production() else f"{address.scheme}://{_LOCAL}{port}"


def _home() -> SplitResult:
    """The address of the tracker's pages: in development `localhost`, where it was asked for so."""
    if not _is_production() and urlsplit(request.host_url).hostname == _LOCAL:
        return urlsplit(request.host_url)
    settings = current_app.config
    return urlsplit(str(settings["PASSKEY_URL"] or settings["PUBLIC_URL"]))


def _is_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host != ""
    return False


def _is_production() -> bool:
    return bool(current_app.config["ENVIRONMENT"] == "production")
