"""The mails of the leak, as a mail server stored them."""

from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from govah.demo.offices import offices
from govah.demo.paper import ZONE, Paper

_BOXES = {"MFA": "un-desk", "NCC": "secretariat", "OP": "registry", "MI": "registry", "PR": "registry"}
_DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


def mail(paper: Paper, attachments: Mapping[str, bytes]) -> bytes:
    """The mail with CRLF line ends.

    Args:
        paper: The mail.
        attachments: What it carries: file name → bytes of a .docx.
    """
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
    return message.as_bytes()


def _text(paper: Paper) -> str:
    holder, office = paper.signatory, paper.office
    signature = [holder.en, office.title_en] if holder else [office.en]
    return "\n\n".join(block.text for block in paper.body) + "\n\n" + "\n".join(signature) + "\n"


def _address(code: str) -> Address:
    office = offices()[code]
    return Address(office.en, _BOXES.get(code, "office"), f"{code.lower()}.varn.example")
