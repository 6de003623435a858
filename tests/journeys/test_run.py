"""`make run`: starts with demo data, serves, ends on Ctrl-C, and has everything at the next start."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import httpx

from common.testing.eventually import eventually
from deploy.embedded.process import free_port

START_SECONDS = 120


class TestRun:
    async def test_starts_stops_and_remembers(self, tmp_path: Path) -> None:
        port, sandbox_port = free_port(), free_port()
        for _ in range(2):
            run = await start(tmp_path, port, sandbox_port)
            page = await eventually(lambda: start_page(port), within=START_SECONDS)
            assert "演示账号" in page
            await eventually(lambda: demo_data(tmp_path), within=START_SECONDS)
            run.send_signal(signal.SIGINT)
            output, _ = await asyncio.wait_for(run.communicate(), 60)
            assert run.returncode == 0, output.decode()
            assert "Traceback" not in output.decode()
        assert "正在生成演示数据" not in output.decode()

    async def test_ends_on_ctrl_c_while_it_starts(self, tmp_path: Path) -> None:
        run = await start(tmp_path, free_port(), free_port())
        await eventually(lambda: has_begun(tmp_path), within=START_SECONDS)
        run.send_signal(signal.SIGINT)
        output, _ = await asyncio.wait_for(run.communicate(), 60)
        assert "Traceback" not in output.decode()


async def start(folder: Path, port: int, sandbox_port: int) -> asyncio.subprocess.Process:
    ports = ("--port", str(port), "--sandbox-port", str(sandbox_port))
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.run", *ports),
        cwd=folder,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def start_page(port: int) -> str:
    try:
        async with httpx.AsyncClient() as browser:
            return (await browser.get(f"http://127.0.0.1:{port}/")).text
    except httpx.HTTPError:
        return ""


async def demo_data(folder: Path) -> bool:
    return (folder / ".run/platform/local/demo-data").exists()


async def has_begun(folder: Path) -> bool:
    return (folder / ".run/platform/local/postgres").exists()
