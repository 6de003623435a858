"""What agreements needs beyond the common settings."""

from typing import Literal

from pydantic import BaseModel, Field

from common.settings import CipherSettings, Settings


class SearchSettings(BaseModel, frozen=True):
    """How often one employer user may search graduates, found or not. That alone stops no guessing: somebody whose
    birthday and region are known has 999 possible ID numbers. `numbers_per_name` does."""

    per_minute: int = Field(default=30, ge=1)
    per_day: int = Field(default=2000, ge=1)
    """Days of Asia/Shanghai."""
    numbers_per_name: int = Field(default=10, ge=1)
    """Different ID numbers for one name and school that fit nobody, per employer and day, searched, added or imported
    by whichever of its users. After them that name and school are not looked up until tomorrow."""


class ImportSettings(BaseModel, frozen=True):
    """How much one employer's workbooks may ask for. Days of Asia/Shanghai."""

    files_per_day: int = Field(default=200, ge=1)
    """Files that are sent, readable or not, and files that are taken over."""
    rows_per_day: int = Field(default=60_000, ge=1)
    """Rows of all files, sound or malformed, found or not; rehearsing a file again counts again, and so does taking it
    over."""
    not_found_per_day: int = Field(default=1_000, ge=0)
    """Different people who were not found. Beyond them no result is given. What keeps one person's ID number from being
    guessed is `search.numbers_per_name`."""


class AcceptanceCodeSettings(BaseModel, frozen=True):
    """The one-time code that an acceptance needs (docs/adr/0009)."""

    mode: Literal["required", "off"] = "required"
    minutes: int = Field(default=5, ge=1, le=60)
    """How long a code is good."""
    tries: int = Field(default=5, ge=1)
    """Wrong guesses that a code takes."""
    seconds_between: int = Field(default=60, ge=0)
    """Before the next code for the same terms."""
    per_day: int = Field(default=10, ge=1)
    """Codes per graduate and day of Asia/Shanghai."""
    send_within_seconds: float = Field(default=8.0, gt=0)
    """How long a graduate waits for notifications to take it; then the acceptance may do without."""


class AgreementsSettings(Settings):
    """Settings of agreements, from the environment."""

    cipher: CipherSettings
    """`cipher.index_key` must be the one identity uses: a graduate's `person_index` comes from identity's events and is
    compared with the fingerprint made here. The encryption keys are agreements' own."""
    search: SearchSettings = SearchSettings()
    imports: ImportSettings = ImportSettings()
    acceptance_code: AcceptanceCodeSettings = AcceptanceCodeSettings()
    expiry_batch: int = Field(default=200, ge=1, le=5000)
    """Invitations that one transaction of the expiry job takes."""
    reminder_batch: int = Field(default=200, ge=1, le=5000)
    """Agreements that one transaction of the reminder job takes."""
    file_wait_seconds: float = Field(default=3.0, ge=0)
    """How long a form waits for documents' news of files that were uploaded a moment ago."""
