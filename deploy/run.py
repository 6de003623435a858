"""`make run`: the platform on this machine until Ctrl-C, with demo data; what it stores survives."""

import asyncio
import signal
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from common.logging import configure_logging
from deploy.demo.data import CHSI_PASSWORD, EMPLOYER_PASSWORD, STAFF_PASSWORD, DemoData
from deploy.demo.story import Story
from deploy.embedded.centre import CENTRE_USERNAME
from deploy.embedded.platform import Platform, local_platform
from deploy.embedded.process import FolderInUse
from deploy.embedded.processes import process_platform
from deploy.embedded.rabbitmq import own_rabbit
from deploy.embedded.secrets import load_secrets
from deploy.gateway.front import DemoLogin

FOLDER = Path(".run/platform")
PLAYED = "demo-data"

console = Console()


def main(
    bus: Annotated[str, typer.Option(help="local: one process; rabbit: six processes and a RabbitMQ.")] = "local",
    port: Annotated[int, typer.Option(help="Port of the gateway.", min=1, max=65535)] = 8000,
    sandbox_port: Annotated[int, typer.Option(help="Port of the sandbox.", min=1, max=65535)] = 8090,
) -> None:
    """Start the platform and leave it running."""
    if bus not in {"local", "rabbit"}:
        raise typer.BadParameter("BUS is local or rabbit")
    configure_logging("WARNING", "console")
    try:
        asyncio.run(_run(bus, port, sandbox_port))
    except asyncio.CancelledError:
        console.print("已停止")
    except FolderInUse:
        console.print(f"[red]{FOLDER / bus} 正被另一个 make run 使用，请先停止它。[/red]")
        raise typer.Exit(1) from None
    except OSError as fault:
        console.print(f"[red]端口 {port} 或 {sandbox_port} 无法使用：{fault.strerror}。请停止占用它的程序。[/red]")
        raise typer.Exit(1) from None


async def _run(bus: str, port: int, sandbox_port: int) -> None:
    folder = FOLDER / bus
    _stop_on_signals()
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(await _platform(stack, bus, folder, port, sandbox_port))
        await _play_once(platform, folder)
        console.print(f"\n起始页  [bold]{platform.gateway_url}/[/bold]")
        console.print(f"沙箱    [bold]{platform.sandbox_url}/[/bold]")
        console.print("按 Ctrl-C 停止；数据保存在 " + str(folder))
        await asyncio.Event().wait()


def _stop_on_signals() -> None:
    """Ctrl-C ends the run wherever it is, also while it starts; everything started so far is stopped in order."""
    running = asyncio.current_task()

    def stop() -> None:
        console.print("\n正在停止…")
        if running is not None:
            running.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)


async def _platform(
    stack: AsyncExitStack, bus: str, folder: Path, port: int, sandbox_port: int
) -> AbstractAsyncContextManager[Platform]:
    logins = _logins(folder)
    if bus == "local":
        return local_platform(folder, gateway_port=port, sandbox_port=sandbox_port, logins=logins)
    rabbit = await asyncio.to_thread(own_rabbit, folder / "rabbit")
    stack.push_async_callback(asyncio.to_thread, rabbit.stop)
    return process_platform(folder, rabbit.amqp_url(), gateway_port=port, sandbox_port=sandbox_port, logins=logins)


async def _play_once(platform: Platform, folder: Path) -> None:
    mark = folder / PLAYED
    if mark.exists():
        return
    console.print("正在生成演示数据…")
    async with Story.on(platform.gateway_url, platform.sandbox_url, platform.centre_password) as told:
        await told.play()
    mark.touch()


def _logins(folder: Path) -> list[DemoLogin]:
    data = DemoData()
    graduate, number = data.people[0], data.departments().index(data.people[0].department) + 1
    staff = "POST /identity/v1/sessions/staff"
    return [
        DemoLogin("中心", staff, CENTRE_USERNAME, load_secrets(folder).centre_password),
        DemoLogin(f"{data.school.name}（学校）", staff, data.school.username, STAFF_PASSWORD),
        DemoLogin(graduate.department, staff, data.school.department_username(number), STAFF_PASSWORD),
        DemoLogin(data.employer.name, "POST /identity/v1/sessions/employer", data.employer.mobile, EMPLOYER_PASSWORD),
        DemoLogin(data.rival.name, "POST /identity/v1/sessions/employer", data.rival.mobile, EMPLOYER_PASSWORD),
        DemoLogin(f"毕业生 {graduate.name}", "学信网（沙箱）登录", graduate.id_number, CHSI_PASSWORD),
        DemoLogin(f"毕业生 {data.people[1].name}", "学信网（沙箱）登录", data.people[1].id_number, CHSI_PASSWORD),
    ]


if __name__ == "__main__":
    typer.run(main)
