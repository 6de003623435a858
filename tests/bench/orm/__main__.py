"""The usual way as an API process: `python -m tests.bench.orm api --port …`."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI

from agreements.service import service
from common.logging import configure_logging
from tests.bench.orm.routes import create_app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Any = service.settings
    async with service.open(settings()) as context:
        app.state.context = context
        yield


if __name__ == "__main__":
    configure_logging()
    uvicorn.run(create_app(_lifespan), port=int(sys.argv[-1]), log_config=None, access_log=False)
