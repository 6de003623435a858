"""Encrypted columns: nobody changes, moves or reads them without the key."""

import base64
from typing import Any

import pytest

from common.crypto import CannotDecrypt, Cipher
from common.settings import CipherSettings

OLD, NEW, INDEX, OTHER = (base64.b64encode(bytes([n]) * 32).decode() for n in range(1, 5))
ID_NUMBER = "110101200001011234"


def cipher(keys: dict[int, str], index_key: str = INDEX) -> Cipher:
    values: dict[str, Any] = {"keys": keys, "index_key": index_key}
    return Cipher(CipherSettings(**values))


class TestEncryption:
    def test_gives_back_what_was_sealed_and_never_shows_it(self) -> None:
        sealed = cipher({1: OLD}).encrypt(ID_NUMBER, "id_number")
        assert ID_NUMBER not in sealed
        assert cipher({1: OLD}).decrypt(sealed, "id_number") == ID_NUMBER

    def test_seals_the_same_value_differently_each_time(self) -> None:
        ours = cipher({1: OLD})
        assert ours.encrypt(ID_NUMBER, "id_number") != ours.encrypt(ID_NUMBER, "id_number")

    @pytest.mark.parametrize("position", [0, 12, -1])
    def test_refuses_a_changed_value(self, position: int) -> None:
        version, _, body = cipher({1: OLD}).encrypt(ID_NUMBER, "id_number").partition(":")
        raw = bytearray(base64.b64decode(body))
        raw[position] ^= 1
        with pytest.raises(CannotDecrypt):
            cipher({1: OLD}).decrypt(f"{version}:{base64.b64encode(raw).decode()}", "id_number")

    def test_refuses_a_value_moved_to_another_field(self) -> None:
        sealed = cipher({1: OLD}).encrypt(ID_NUMBER, "id_number")
        with pytest.raises(CannotDecrypt):
            cipher({1: OLD}).decrypt(sealed, "mobile")

    @pytest.mark.parametrize("stored", ["", "v1:", "v1:no base64!", "x:AAAA", ID_NUMBER])
    def test_refuses_what_it_never_sealed(self, stored: str) -> None:
        with pytest.raises(CannotDecrypt):
            cipher({1: OLD}).decrypt(stored, "id_number")


class TestKeyVersions:
    def test_the_newest_seals_and_the_old_still_opens(self) -> None:
        sealed, both = cipher({1: OLD}).encrypt(ID_NUMBER, "id_number"), cipher({1: OLD, 2: NEW})
        assert both.decrypt(sealed, "id_number") == ID_NUMBER
        assert both.encrypt(ID_NUMBER, "id_number").startswith("v2:")

    def test_a_version_that_is_gone_opens_nothing(self) -> None:
        with pytest.raises(CannotDecrypt):
            cipher({2: NEW}).decrypt(cipher({1: OLD}).encrypt(ID_NUMBER, "id_number"), "id_number")

    def test_another_key_under_the_same_version_opens_nothing(self) -> None:
        with pytest.raises(CannotDecrypt):
            cipher({1: NEW}).decrypt(cipher({1: OLD}).encrypt(ID_NUMBER, "id_number"), "id_number")


class TestBlindIndex:
    def test_is_equal_for_equal_values_whatever_key_seals_them(self) -> None:
        assert cipher({1: OLD}).blind_index(ID_NUMBER, "f") == cipher({2: NEW}).blind_index(ID_NUMBER, "f")

    def test_differs_by_value_field_and_index_key(self) -> None:
        ours = cipher({1: OLD})
        found = [ours.blind_index(ID_NUMBER, "f"), ours.blind_index(ID_NUMBER, "g"), ours.blind_index("1", "f")]
        assert len({*found, cipher({1: OLD}, OTHER).blind_index(ID_NUMBER, "f")}) == 4
