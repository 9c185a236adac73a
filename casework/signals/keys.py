"""Keyed digests of addresses: what is stored instead of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from casework.privacy.vault import Vault
from casework.signals.address import Address


@dataclass(frozen=True)
class AddressKey:
    """Digest of a door and of its building, hex; only who holds the key can tell from an address whether it is this."""

    door: str
    building: str


class AddressKeys:
    """Makes the digests; two vaults of one key make the same, so agencies' spellings and reports meet."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def of(self, address: Address) -> AddressKey:
        """The digests of one spelling."""
        door = self._vault.digest("signal-door", address.canonical).hex()
        return AddressKey(door, self._vault.digest("signal-building", address.building).hex())

    def of_all(self, addresses: Sequence[Address]) -> list[AddressKey]:
        """The digests of several spellings of one door; a unit that only one of them names holds for all."""
        unit = next((one.unit for one in addresses if one.unit), "")
        return [self.of(replace(one, unit=unit)) for one in addresses]

    def fingerprint(self, *parts: str) -> str:
        """What tells that a signal came before."""
        return self._vault.digest("signal", *parts).hex()
