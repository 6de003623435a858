"""`python -m deploy.sandbox` serves the sandbox where its settings say."""

import uvicorn

from deploy.sandbox.app import create_app
from deploy.sandbox.settings import SandboxSettings

if __name__ == "__main__":
    settings = SandboxSettings()
    # No access log: addresses carry ID numbers, codes and tokens.
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, access_log=False)
