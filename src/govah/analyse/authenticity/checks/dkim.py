"""A mail's DKIM signature fits its body. The key that would prove it is published on the network, and not fetched."""

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed

NAME = "dkim"
METHOD = "dkim/1"

_OFFLINE = (
    "The signature itself was not checked: its key is not fetched here. Whoever may use the network looks up "
    "{selector}._domainkey.{domain}, and keeps what it says; old keys are often gone."
)


def check(paper: Paper, office: Office) -> Verdict:
    """Whether the hash in the signature (RFC 6376) is that of the body."""
    traces = paper.traces
    if (paper.exhibit.media_type or "") != "message/rfc822":
        return not_applicable("It is no mail.")
    if traces is None:
        return not_applicable("The mail was not looked into.")
    if not traces.seals:
        return not_applicable("The mail bears no DKIM signature. Few mails within one server do.")
    for seal in traces.seals:
        if seal.agrees is False:
            return failed(
                f"The mail was changed after {seal.domain} signed it, or on its way: the hash in the signature is not "
                "that of the body."
            )
    seal = traces.seals[0]
    offline = _OFFLINE.format(selector=seal.selector, domain=seal.domain)
    if all(each.agrees is None for each in traces.seals):
        return not_applicable(
            f"The signature of {seal.domain} is of a kind that is not known: {seal.algorithm}. {offline}"
        )
    return passed(f"The hash in the signature of {seal.domain} is that of the body. {offline}")
