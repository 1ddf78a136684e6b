"""The mails of the leak, as a mail server stored them or a mail program kept them in one file."""

from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from govah.demo.offices import offices
from govah.demo.paper import ZONE, Paper, papers
from govah.demo.written import written

_BOXES = {"MFA": "un-desk", "NCC": "secretariat", "OP": "registry", "MI": "registry", "PR": "registry"}
_DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
_FORWARDED = "---------- پیام هدایت‌شده ----------"


def mail(paper: Paper, attachments: Mapping[str, bytes]) -> bytes:
    """The mail with CRLF line ends.

    Args:
        paper: The mail.
        attachments: What it carries: file name → bytes of a .docx.
    """
    return _message(paper, attachments).as_bytes()


def kept_mail(paper: Paper) -> bytes:
    """The mail as a mailbox of Unix holds it, without the line that separates mails."""
    return _message(paper, {}).as_bytes(policy=SMTP.clone(linesep="\n"))


def mailbox(kept: Mapping[str, bytes]) -> bytes:
    """A mailbox of Unix (mboxrd).

    Args:
        kept: The mails in it, by the ids of their papers, in order.
    """
    parts = []
    for name, data in kept.items():
        paper = papers()[name]
        lines = (b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in data.split(b"\n"))
        parts.append(f"From {_address(paper.sender).addr_spec} {paper.issued:%a %b %e %H:%M:%S %Y}\n".encode())
        parts.append(b"\n".join(lines).rstrip(b"\n") + b"\n\n")
    return b"".join(parts)


def _message(paper: Paper, attachments: Mapping[str, bytes]) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(paper.sender)
    message["To"] = [_address(code) for code in paper.to]
    message["Date"] = format_datetime(paper.issued.replace(tzinfo=ZONE))
    message["Subject"] = paper.subject
    message["Message-ID"] = f"<{paper.message_id}>"
    if paper.in_reply_to:
        message["In-Reply-To"] = f"<{paper.in_reply_to}>"
        message["References"] = f"<{paper.in_reply_to}>"
    message["X-Mailer"] = "Varn Mail 3.2"
    message.set_content(_text(paper), charset="utf-8", cte="quoted-printable")
    for name, data in attachments.items():
        message.add_attachment(data, maintype=_DOCX[0], subtype=_DOCX[1], filename=name)
    if message.is_multipart():
        message.set_boundary(f"----=_Part_{paper.message_id.split('@')[0]}")
    return message


def _text(paper: Paper) -> str:
    signed = paper.signature
    signature = [signed.name, signed.title] if signed else [paper.printed_sender]
    parts = [block.text for block in paper.body] + ["\n".join(signature)]
    if paper.forwards:
        parts += [_FORWARDED, written(papers()[paper.forwards])]
    if paper.marked:
        parts = [paper.classification, *parts, paper.classification]
    return "\n\n".join(parts) + "\n"


def _address(code: str) -> Address:
    office = offices()[code]
    return Address(office.en, _BOXES.get(code, "office"), f"{code.lower()}.varn.example")
