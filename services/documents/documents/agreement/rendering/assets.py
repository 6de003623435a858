"""The files that documents are made from: templates and style sheets of this package, nothing from anywhere else."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint.urls import URLFetcher, URLFetcherResponse

ASSETS = Path(__file__).parents[2] / "assets"
BASE_URL = "asset://documents/"
CHINA = ZoneInfo("Asia/Shanghai")

# Everything that a document may ask for while it is laid out.
_FETCHABLE = {"agreement.css": "text/css", "authorisation_letter.css": "text/css"}


class AssetFetcher(URLFetcher):
    """Hands out the bundled assets by name and refuses every other address, network and file system alike.

    A refusal ends the rendering: a document that wants something from outside is wrong, not incomplete.
    """

    def __init__(self) -> None:
        super().__init__(fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The asset behind `url`; PermissionError for any other address."""
        name = url.removeprefix(BASE_URL)
        if not url.startswith(BASE_URL) or name not in _FETCHABLE:
            raise PermissionError(f"documents may not fetch {url}")
        return URLFetcherResponse(url, (ASSETS / name).read_bytes(), {"Content-Type": _FETCHABLE[name]})


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The template environment: everything is escaped, and a name that does not exist is an error."""
    environment = Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["or_dash"] = lambda text: text or "—"
    environment.filters["moment"] = _moment
    environment.filters["day"] = _day
    environment.filters["w3c"] = _w3c
    return environment


def _moment(at: datetime) -> str:
    local = at.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M:%S}"


def _day(at: datetime) -> str:
    local = at.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日"


def _w3c(at: datetime) -> str:
    return at.astimezone(CHINA).isoformat(timespec="seconds")
