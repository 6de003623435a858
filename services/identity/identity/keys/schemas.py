"""The published keys."""

from pydantic import BaseModel, ConfigDict


class PublicKey(BaseModel):
    """An Ed25519 public key as a JWK (RFC 8037)."""

    kid: str
    kty: str
    crv: str
    x: str
    alg: str
    use: str


class KeySet(BaseModel):
    """All keys that tokens may be signed with now."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "keys": [
                        {
                            "kid": "6f0c…",
                            "kty": "OKP",
                            "crv": "Ed25519",
                            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                            "alg": "EdDSA",
                            "use": "sig",
                        }
                    ]
                }
            ]
        }
    )

    keys: list[PublicKey]
