"""HTML templates of the sandbox; Jinja escapes every value in `.html` files."""

from pathlib import Path

from fastapi.templating import Jinja2Templates

templates = Jinja2Templates(directory=Path(__file__).parent / "templates")
