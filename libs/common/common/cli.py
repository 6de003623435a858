"""The command line every service has: `python -m <service> api | worker | all | migrate | openapi | dead-letters`."""

import asyncio
import gc
from collections.abc import Coroutine
from typing import Annotated, Any

import orjson
import typer
import uvicorn
import uvloop

from common.app import create_app, describe_app, standalone_app
from common.logging import configure_logging
from common.service import Service, Worker

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on.")]


def main(service: Service) -> None:
    """Run the command line of a service."""
    command_line(service)()


def command_line(service: Service) -> typer.Typer:
    """The service's command line as a typer app."""
    app = typer.Typer(help=f"{service.title} ({service.name})", no_args_is_help=True, pretty_exceptions_enable=False)

    @app.command()
    def api(host: Host = "127.0.0.1", port: Port = 8000) -> None:
        """Serve the HTTP API."""
        settings = _settings(service)
        _serve_forever(standalone_app(service, settings), host, port)

    @app.command()
    def worker(host: Host = "127.0.0.1", port: Port = 9000) -> None:
        """Relay events, react to others', work by the clock. Health and metrics answer on the port."""
        _run(_work(service, host, port, with_api=False))

    @app.command(name="all")
    def everything(host: Host = "127.0.0.1", port: Port = 8000) -> None:
        """API and worker in one process."""
        _run(_work(service, host, port, with_api=True))

    @app.command()
    def migrate() -> None:
        """Bring the database to the newest version and make the service's queues exist."""
        # Only here: alembic brings mako and every lexer of pygments, 9 MiB that each server would carry.
        from common.migrations import upgrade

        settings = _settings(service)
        upgrade(service, settings.database.url.get_secret_value())
        _run(_declare(service, settings))

    @app.command()
    def openapi() -> None:
        """Print the OpenAPI document."""
        typer.echo(orjson.dumps(describe_app(service).openapi(), option=orjson.OPT_INDENT_2).decode())

    app.add_typer(_dead_letters(service), name="dead-letters", help="Messages that were given up.")
    for command in service.commands:
        app.command()(command)
    return app


def _dead_letters(service: Service) -> typer.Typer:
    letters = typer.Typer(no_args_is_help=True)

    @letters.command("list")
    def list_them() -> None:
        """One line each: event id, type, tries, reason."""
        for letter in _run(_with_letters(service, lambda found: found.all())):
            typer.echo(f"{letter.event_id}  {letter.type}  tries={letter.attempts}  {letter.reason}")

    @letters.command()
    def show(event_id: str) -> None:
        """One message whole."""
        for letter in _run(_with_letters(service, lambda found: found.all())):
            if letter.event_id == event_id:
                typer.echo(letter.body.decode(errors="replace"))
                return
        typer.echo(f"no dead letter {event_id}", err=True)
        raise typer.Exit(1)

    @letters.command()
    def retry(event_id: Annotated[str | None, typer.Argument(help="One message; without it, all.")] = None) -> None:
        """Put one or all back to be worked on."""
        typer.echo(f"{_run(_with_letters(service, lambda found: found.retry(event_id)))} put back")

    return letters


async def _with_letters(service: Service, use: Any) -> Any:
    async with service.open(_settings(service)) as context:
        return await use(context.bus.dead_letters(Worker(context).consumer))


async def _declare(service: Service, settings: Any) -> None:
    async with service.open(settings) as context:
        await Worker(context).declare()


async def _work(service: Service, host: str, port: int, *, with_api: bool) -> None:
    settings = _settings(service)
    async with service.open(settings) as context:
        worker = Worker(context)
        if settings.bus.kind == "local":
            await worker.declare()
        app = create_app(context, worker.healthy) if with_api else _operations_only(context, worker)
        server = uvicorn.Server(_uvicorn(app, host, port))
        working = asyncio.create_task(worker.run())
        serving = asyncio.create_task(server.serve())
        done, _ = await asyncio.wait({working, serving}, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await serving
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        for task in done:
            task.result()


def _operations_only(context: Any, worker: Worker) -> Any:
    """Health and metrics of a worker, without the API's routes."""
    app = create_app(context, worker.healthy)
    app.router.routes[:] = [route for route in app.router.routes if getattr(route, "path", "") in OPERATIONS]
    return app


KEEP_ALIVE_SECONDS = 75
"""An idle connection is kept longer than by any client of ours (5 s) or a proxy (60 s): if the server closed first, a
request could meet the closing."""

OPERATIONS = frozenset({"/health/live", "/health/ready", "/metrics"})


def _settings(service: Service) -> Any:
    settings = service.settings()  # they come from the environment
    configure_logging(settings.log_level, settings.log_format)
    return settings


def _uvicorn(app: Any, host: str, port: int) -> uvicorn.Config:
    # What was built until now stays. Collections that looked at it again would stop every request for half a second.
    gc.collect()
    gc.freeze()
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=10,
        server_header=False,
    )


def _serve_forever(app: Any, host: str, port: int) -> None:
    uvicorn.Server(_uvicorn(app, host, port)).run()


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    return uvloop.run(work)
