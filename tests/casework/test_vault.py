import pytest

from casework.ids import SPEAKABLE, code_from, new_receipt, tidy_receipt
from casework.privacy.vault import Vault, VaultError

OLD, NEW = b"an old key of the house", b"a new key of the house"


def test_a_field_comes_back_and_never_looks_the_same_twice():
    vault = Vault(NEW)
    assert vault.open(vault.seal("서울 관악구")) == "서울 관악구"
    assert vault.seal("같은 말") != vault.seal("같은 말")


def test_a_changed_key_still_opens_old_fields():
    token = Vault(OLD).seal("예전 주소")
    assert Vault(NEW, OLD).open(token) == "예전 주소"
    with pytest.raises(VaultError):
        Vault(NEW).open(token)


@pytest.mark.parametrize("token", ["", "zzz", "gAAAA", "토큰"])
def test_damaged_fields_raise_clearly(token: str):
    with pytest.raises(VaultError):
        Vault(NEW).open(token)


def test_short_keys_are_refused():
    with pytest.raises(ValueError, match="3바이트"):
        Vault(b"abc")


def test_digests_keep_their_parts_and_keys_apart():
    vault = Vault(NEW)
    assert vault.digest("p", "ab", "c") != vault.digest("p", "a", "bc")
    assert vault.digest("p", "a") != vault.digest("q", "a")
    assert vault.digest("p", "a") != Vault(OLD).digest("p", "a")


def test_receipts_survive_being_spoken_and_typed():
    receipt = new_receipt()
    assert set(receipt[2:].replace("-", "")) <= set(SPEAKABLE)
    assert tidy_receipt(" " + receipt.lower().replace("-", " ")) == receipt
    assert tidy_receipt("R-OOOO-00") == ""
    assert code_from(b"\x00" * 12) == "3333-3333"
