"""Hands a message to apprise, which knows a hundred services by the form of their address."""

import logging
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from hullmark.kernel import log
from hullmark.kernel.secret_text import SecretText
from hullmark.notify.errors import NotDeliveredError, NotifyAddressError, NotifyLibraryError
from hullmark.notify.notice import Notice

_VARIABLE = "env:"


def resolved(
    addresses: Sequence[SecretText], *, environment: Mapping[str, str]
) -> tuple[SecretText, ...]:
    """Return the addresses, those that stand in variables included.

    Raises:
        NotifyAddressError: A variable is not set.
    """
    found = []
    for number, address in enumerate(addresses, 1):
        text = address.reveal()
        if text.startswith(_VARIABLE):
            name = text.removeprefix(_VARIABLE).strip()
            text = environment.get(name, "")
            if not text:
                raise NotifyAddressError(
                    f"address {number} of [notify] urls is in the variable '{name}', which is not"
                    " set"
                )
        found.append(SecretText(text))
    return tuple(found)


def send(notice: Notice, addresses: Sequence[SecretText]) -> int:
    """Send a message to every address and return how many took it.

    Raises:
        NotifyLibraryError: apprise is not installed.
        NotifyAddressError: An address is none; nothing was sent.
        NotDeliveredError: A service did not take it; the others were told.
    """
    with warnings.catch_warnings():
        # Plugins for a hundred services, with what each library deprecates.
        warnings.simplefilter("ignore")
        return _send(notice, addresses)


def _send(notice: Notice, addresses: Sequence[SecretText]) -> int:
    library = _library()
    services = [_service(library, address, number) for number, address in enumerate(addresses, 1)]
    failed = []
    for number, (address, service) in enumerate(zip(addresses, services, strict=True), 1):
        try:
            done = bool(service.notify(title=notice.title, body=notice.body))
        except Exception:  # noqa: BLE001 - a hundred plugins; their words may hold the address
            done = False
        log.info("notify.sent", address=number, service=str(address), delivered=done)
        if not done:
            failed.append(f"{number} ({address})")
    if failed:
        raise NotDeliveredError(
            f"{len(failed)} of {len(addresses)} notifications were not delivered: address"
            f" {', '.join(failed)}",
            hint="check the address, and whether this machine may reach the service",
        )
    return len(addresses)


def _library() -> Any:
    try:
        import apprise  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as error:
        raise NotifyLibraryError(
            "apprise is not installed", hint="pip install 'hullmark[notify]'"
        ) from error
    # What it logs can hold parts of an address.
    logger = logging.getLogger("apprise")
    logger.handlers = [logging.NullHandler()]
    logger.propagate = False
    return apprise


def _service(library: Any, address: SecretText, number: int) -> Any:
    asset = library.AppriseAsset(
        app_id="Hullmark",
        app_desc="Container security",
        app_url="https://github.com/hullmark/hullmark",
        # Nothing is written to this machine.
        storage_mode=library.PersistentStoreMode.MEMORY,
    )
    service = library.Apprise(asset=asset)
    if not service.add(address.reveal()) or len(service) != 1:
        raise NotifyAddressError(
            f"address {number} of [notify] urls ({address}) is none that apprise knows",
            hint="its documentation lists the form of each service's address",
        )
    return service
