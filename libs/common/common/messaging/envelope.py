"""CloudEvents 1.0, structured JSON, with the subject's version as `sequence`."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict
from uuid_utils.compat import uuid7

from common import clock
from common.contracts.event import Event

CONTENT_TYPE = "application/cloudevents+json"


class Envelope(BaseModel):
    """What travels. `sequence` grows by one with each version of `subject`, as its producer counts."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    dataschema: str
    datacontenttype: Literal["application/json"] = "application/json"
    sequence: int
    correlationid: str | None = None
    causationid: str | None = None
    traceparent: str | None = None
    data: dict[str, Any]

    def to_json(self) -> bytes:
        """The message body."""
        return orjson.dumps(self.model_dump(mode="json", exclude_none=True))


def seal(
    event: Event,
    *,
    sequence: int,
    correlation_id: str | None,
    causation_id: str | None,
    traceparent: str | None = None,
) -> Envelope:
    """Put an event into a fresh envelope, timed now."""
    return Envelope(
        id=uuid7(),
        source=f"/{event.producer()}",
        type=event.type,
        subject=event.subject,
        time=clock.now(),
        dataschema=f"urn:wangqian:event:{event.type}",
        sequence=sequence,
        correlationid=correlation_id,
        causationid=causation_id,
        traceparent=traceparent,
        data=event.model_dump(mode="json"),
    )
