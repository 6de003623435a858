"""What identity does when another service says something."""

from common.contracts.documents import FileStored
from common.messaging.reactions import Delivery, Reactions
from identity.verification.commands import remember_file
from identity.warnings.commands import remember_file as remember_warning_file

reactions = Reactions()


@reactions.on(FileStored)
async def on_file_stored(event: FileStored, delivery: Delivery) -> None:
    """An employer's upload can be handed in for verification from now on."""
    await remember_file(delivery.session, event, delivery.sequence)


@reactions.on(FileStored)
async def on_warning_file_stored(event: FileStored, delivery: Delivery) -> None:
    """An upload can prove a warning mark, or an appeal against one, from now on."""
    await remember_warning_file(delivery.session, event, delivery.sequence)
