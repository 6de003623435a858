"""What documents needs to know beside what every service needs."""

from pydantic import Field

from common.settings import Settings, StorageSettings


class DocumentsSettings(Settings):
    """Numbers are product decisions with their defaults."""

    storage: StorageSettings
    public_url: str = "http://127.0.0.1:8000/documents"
    """This service as browsers reach it, without a slash at the end; QR codes on agreements lead there."""
    originals_kept_days: int = Field(default=30, ge=0)
    """How long the picture is kept that a person sent, when what is shown is a smaller one."""
    inspections_at_once: int = Field(default=2, ge=1)
    """Uploads looked into at the same time by one process; the largest picture takes 270 MB while it is open."""
    orphan_hours: int = Field(default=1, ge=1)
    """An object without its row for so long belongs to an upload that was never finished."""
    checks_per_minute: int = Field(default=60, ge=1)
    """Public checks from one address, counted by each process."""
    letters_per_minute: int = Field(default=6, ge=1)
    """Letters that one user may have drawn, counted by each process."""
