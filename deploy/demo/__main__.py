"""`make demo`: start the whole platform afresh, play the story, show what came out of it."""

import asyncio
import shutil
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from common.logging import configure_logging
from deploy.demo.story import Story
from deploy.embedded.platform import local_platform

FOLDER = Path(".run/demo")
PDF = Path(".run/demo/就业协议书.pdf")

console = Console()


async def main() -> None:
    """Every run begins with an empty platform."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    configure_logging("ERROR", "console")
    started = time.monotonic()
    async with local_platform(FOLDER, durable=False) as platform:
        console.print(f"平台已启动：六个服务、PostgreSQL、对象存储、沙箱 [dim]{time.monotonic() - started:.1f} s[/dim]")
        async with Story.on(platform.gateway_url, platform.sandbox_url, platform.centre_password) as told:
            await _play(told)
            _show(told)
    console.print(f"\n[bold green]完成[/bold green] [dim]共 {time.monotonic() - started:.1f} s[/dim]")


async def _play(told: Story) -> None:
    for number, (sentence, step) in enumerate(told.steps, start=1):
        began = time.monotonic()
        await step()
        console.print(f"[green]✓[/green] {number:2}. {sentence} [dim]{time.monotonic() - began:.2f} s[/dim]")


def _show(told: Story) -> None:
    PDF.write_bytes(told.left.pdf)
    console.print(f"\n协议编号  [bold]{told.left.agreement['number']}[/bold]")
    console.print(f"协议书    [bold]{PDF.resolve()}[/bold]")
    table = Table("院系", "总数", "已签约", "签约待审核", title=f"{told.data.school.name} 数据统计")
    rows = [*told.left.statistics["departments"], told.left.statistics["total"]]
    for row in rows:
        counts = row["counts"]
        table.add_row(row.get("department") or "合计", *(str(counts[key]) for key in ("total", "signed", "in_review")))
    console.print(table)
    for who, titles in told.left.notices.items():
        console.print(f"{who}收到：{'、'.join(titles)}")


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except AssertionError as fault:
        console.print(f"[bold red]✗[/bold red] {fault}")
        sys.exit(1)
