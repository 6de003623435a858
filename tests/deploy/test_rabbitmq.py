"""The machine's own RabbitMQ as a private node, and which broker is taken when."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aio_pika
import httpx
import pytest
from aio_pika.abc import AbstractChannel
from pamqp.common import FieldTable

from deploy.embedded import container_rabbit, rabbit_installation
from deploy.embedded.local_rabbit import LocalRabbit
from deploy.embedded.process import FolderInUse
from deploy.embedded.rabbitmq import NoRabbitAvailable, Rabbit, ensure_rabbit, own_rabbit
from deploy.embedded.remote_rabbit import RemoteRabbit, RemoteRabbitUnusable

_QUORUM: FieldTable = {"x-queue-type": "quorum"}


@pytest.fixture(scope="module")
def rabbit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRabbit]:
    rabbit = LocalRabbit(tmp_path_factory.mktemp("rabbit"))
    rabbit.start()
    yield rabbit
    rabbit.close()


@asynccontextmanager
async def channel_to(url: str) -> AsyncIterator[AbstractChannel]:
    async with await aio_pika.connect(url) as connection:
        yield await connection.channel(publisher_confirms=True)


async def _put(url: str, queue: str) -> None:
    async with channel_to(url) as channel:
        await channel.declare_queue(queue, durable=True, arguments=_QUORUM)
        message = aio_pika.Message(b"kept", delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await channel.default_exchange.publish(message, routing_key=queue)


async def _take(url: str, queue: str) -> bytes:
    async with channel_to(url) as channel:
        declared = await channel.declare_queue(queue, durable=True, arguments=_QUORUM)
        async with declared.iterator() as messages:
            message = await anext(messages)
            await message.ack()
            return message.body


def _virtual_hosts(rabbit: LocalRabbit) -> set[str]:
    login = httpx.URL(rabbit.amqp_url())
    answer = httpx.get(f"{rabbit.management_url}/api/vhosts", auth=(login.username, login.password))
    return {vhost["name"] for vhost in answer.raise_for_status().json()}


class TestLocalRabbit:
    async def test_keeps_confirmed_messages_through_stop_and_crash(self, rabbit: LocalRabbit) -> None:
        rabbit.create_vhost("kept")
        url = rabbit.amqp_url("kept")
        await _put(url, "letters")
        rabbit.stop()
        rabbit.start()
        assert rabbit.amqp_url("kept") == url
        assert await _take(url, "letters") == b"kept"

        await _put(url, "letters")
        rabbit.kill()
        rabbit.start()
        assert await _take(url, "letters") == b"kept"

    def test_a_virtual_host_is_there_until_it_is_deleted(self, rabbit: LocalRabbit) -> None:
        rabbit.create_vhost("a/b 协议")
        assert "a/b 协议" in _virtual_hosts(rabbit)
        rabbit.delete_vhost("a/b 协议")
        assert "a/b 协议" not in _virtual_hosts(rabbit)

    def test_deleting_what_is_not_there_is_fine(self, rabbit: LocalRabbit) -> None:
        rabbit.delete_vhost("never-made")

    def test_knows_no_guest(self, rabbit: LocalRabbit) -> None:
        assert httpx.get(f"{rabbit.management_url}/api/whoami", auth=("guest", "guest")).status_code == 401

    def test_refuses_a_second_node_over_the_same_folder(self, tmp_path: Path, rabbit: LocalRabbit) -> None:
        with pytest.raises(FolderInUse):
            LocalRabbit(rabbit.folder).start()


class TestRemoteRabbit:
    async def test_makes_its_virtual_hosts_on_the_given_broker(self, rabbit: LocalRabbit) -> None:
        given = RemoteRabbit(rabbit.amqp_url(), rabbit.management_url)
        given.create_vhost("guest-house")
        async with channel_to(given.amqp_url("guest-house")):
            pass
        given.delete_vhost("guest-house")
        given.close()

    def test_says_what_is_missing_when_it_cannot_make_virtual_hosts(self, rabbit: LocalRabbit) -> None:
        closed = f"http://127.0.0.1:{httpx.URL(rabbit.amqp_url()).port}"
        with pytest.raises(RemoteRabbitUnusable, match="WANGQIAN_TEST_RABBIT_MANAGEMENT_URL"):
            RemoteRabbit(rabbit.amqp_url(), closed)


class TestEnsureRabbit:
    def test_takes_the_given_broker_first(
        self, rabbit: LocalRabbit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("WANGQIAN_TEST_AMQP_URL", rabbit.amqp_url())
        monkeypatch.setenv("WANGQIAN_TEST_RABBIT_MANAGEMENT_URL", rabbit.management_url)
        given = ensure_rabbit(tmp_path)
        assert given.amqp_url("x") == rabbit.amqp_url("x")
        given.close()

    @pytest.mark.parametrize("find", [ensure_rabbit, own_rabbit])
    def test_names_the_remedy_when_there_is_no_broker(
        self,
        find: Callable[[Path], Rabbit],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.delenv("WANGQIAN_TEST_AMQP_URL", raising=False)
        monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no-engine.sock")
        monkeypatch.setattr(rabbit_installation, "_DEBIAN_SERVER", tmp_path / "missing")
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(NoRabbitAvailable, match=r"deploy/setup\.sh"):
            find(tmp_path)
        assert "no Docker engine answers" in capsys.readouterr().err

    def test_an_engine_that_does_not_answer_is_told_apart(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
        with pytest.raises(container_rabbit.NoContainerEngine):
            container_rabbit.ContainerRabbit()
