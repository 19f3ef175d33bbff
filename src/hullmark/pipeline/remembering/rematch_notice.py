"""Tells people what a re-match has brought: new critical findings in images nobody touched."""

import os

from hullmark.config.settings import Settings
from hullmark.model.severity import Severity
from hullmark.notify.notice import Event, Happening, write_notice
from hullmark.notify.send import resolved, send
from hullmark.pipeline.remembering.rematch import Rematched
from hullmark.report.visible import visible
from hullmark.report.words import plural


def tell(found: Rematched, *, settings: Settings) -> int:
    """Send one message about new critical findings; return how many addresses took it.

    Nothing is sent where there is no address, nothing critical is new, or ``[notify] on`` does not
    ask for it.

    Raises:
        NotifyAddressError: An address is none.
        NotDeliveredError: A service did not take the message.
    """
    critical = [n for n in found.news if n.change == "new" and n.severity is Severity.CRITICAL]
    if not critical or not settings.notify_urls or Event.NEW_CRITICAL not in settings.notify_on:
        return 0
    happening = Happening(
        event=Event.NEW_CRITICAL,
        summary=f"{plural(len(critical), 'new critical finding')} by newer advisories",
        details=tuple(
            visible(f"{n.identifier} in {n.component} {n.version}, {n.target}") for n in critical
        ),
    )
    targets = list(dict.fromkeys(visible(each.target) for each in critical))
    notice = write_notice([happening], targets=targets)
    return send(notice, resolved(settings.notify_urls, environment=os.environ))
