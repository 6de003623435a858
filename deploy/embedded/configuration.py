"""The settings of each service in an embedded run: as arguments for this process, or as environment for another."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from deploy.embedded.secrets import Secrets


@dataclass(frozen=True)
class Surroundings:
    """What the services stand in."""

    database_url: Callable[[str], str]
    bus: Mapping[str, Any]
    storage: Mapping[str, Any]
    peer_url: str
    gateway_url: str
    sandbox_url: str
    secrets: Secrets
    log_level: str = "WARNING"


def settings_of(service: str, around: Surroundings) -> dict[str, Any]:
    """The settings of one service. Each is given only the secrets that it needs."""
    shared = {
        "database": {"url": around.database_url(service)},
        "bus": dict(around.bus),
        "tokens": {"client_secret": around.secrets.client_secrets[service]},
        "peer_url": around.peer_url,
        "log_level": around.log_level,
        "log_format": "console",
    }
    own = _OWN.get(service)
    return shared | own(around) if own else shared


def as_environment(settings: Mapping[str, Any], prefix: str = "WANGQIAN_") -> dict[str, str]:
    """The same settings as `WANGQIAN_…` variables."""
    found: dict[str, str] = {}
    for name, value in settings.items():
        key = f"{prefix}{name.upper()}"
        if isinstance(value, Mapping) and all(isinstance(part, str) and part.isidentifier() for part in value):
            found |= as_environment(value, f"{key}__")
        else:
            found[key] = value if isinstance(value, str) else json.dumps(value)
    return found


def _cipher(around: Surroundings) -> dict[str, Any]:
    return {"keys": {1: around.secrets.cipher_key}, "index_key": around.secrets.index_key}


def _identity(around: Surroundings) -> dict[str, Any]:
    return {
        "cipher": _cipher(around),
        "service_secrets": around.secrets.client_secrets,
        "public_url": f"{around.gateway_url}/identity",
        "captcha": {"staff": "after_failures"},
        "bank_url": f"{around.sandbox_url}/bank",
        "bank_callback_url": f"{around.gateway_url}/identity/v1/bank-callbacks",
        "chsi_url": f"{around.sandbox_url}/chsi",
        "employment_url": f"{around.sandbox_url}/employment",
        "jobplatform_url": f"{around.sandbox_url}/jobplatform",
    }


def _documents(around: Surroundings) -> dict[str, Any]:
    return {"storage": dict(around.storage), "public_url": f"{around.gateway_url}/documents"}


def _notifications(around: Surroundings) -> dict[str, Any]:
    return {
        "cipher": _cipher(around),
        "wechat_url": f"{around.sandbox_url}/wechat",
        "sms_a_url": f"{around.sandbox_url}/sms/a",
        "sms_b_url": f"{around.sandbox_url}/sms/b",
        "receipt_secret": around.secrets.receipt_secret,
        "public_url": f"{around.gateway_url}/notifications",
        "portal_url": around.gateway_url,
        # One machine plays everybody, faster than people are: a graduate accepts twice within a minute.
        "sms_codes_per_minute": 20,
        "sms_codes_per_hour": 200,
        "sms_codes_per_day": 500,
        # Nor does it sleep: what is said at night is looked at that night.
        "quiet_from_hour": 0,
        "quiet_to_hour": 0,
    }


_OWN: dict[str, Callable[[Surroundings], dict[str, Any]]] = {
    "identity": _identity,
    "agreements": lambda around: {"cipher": _cipher(around)},
    "documents": _documents,
    "notifications": _notifications,
}
