"""Which addresses Telegram takes for links."""

from urllib.parse import urlsplit

SCHEMES = ("http", "https", "ftp", "tg", "ton", "tonsite")


def normal_url(address: str) -> str | None:
    """The address as Telegram keeps it, or None if it would silently drop the link."""
    address = address.strip()
    if "://" not in address:
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme.lower() not in SCHEMES or any(c.isspace() for c in address):
        return None
    if parts.scheme.lower() in ("tg", "ton"):
        return address if host else None
    if "." not in host.strip("."):
        return None
    return address if parts.path or parts.query or parts.fragment else f"{address}/"
