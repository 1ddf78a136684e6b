"""Outlook's mail stores (PST, OST): every message is a child, in the folders that it lies in."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO

import pypff

from govah.model.status import Status
from govah.read import media
from govah.read.reader import Child, Item, Limits, Remark
from govah.read.readers.mapi_message import MapiAttachment, MapiMessage, as_mail, clean_name, decompressed_rtf

_DEEPEST = 50
_NAMES = (0x3707, 0x3704, 0x3001)


class PstReader:
    """Messages as internet mail, for a message of a PST has no bytes of its own."""

    name = "pst"
    version = "1"
    media = frozenset({media.PST})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield messages folder by folder, then those that were deleted and can be recovered."""
        stream.seek(0)
        store = pypff.file()
        store.open_file_object(stream)
        try:
            faults = _Faults()
            count = 0
            for item in _folders(store.get_root_folder(), "", 0, faults):
                count += 1
                yield item
            recovered = getattr(store, "get_number_of_recovered_items", None)  # only newer libpff has it
            for number in range(faults.ask(recovered, 0) if recovered else 0):
                message = faults.ask(partial(store.get_recovered_item, number), None)
                if message is not None and hasattr(message, "get_plain_text_body"):
                    count += 1
                    yield Child(f"recovered/{number + 1:06d}.eml", as_mail(_message(message, faults, 0)))
            if faults.count:
                yield Remark(Status.PARTIAL, f"{faults.count} items or properties could not be read ({faults.first})")
            elif not count:
                yield Remark(Status.PARTIAL, "no message could be found")
        finally:
            store.close()


class _Faults:
    """Counts what libpff could not give, instead of stopping at it."""

    def __init__(self) -> None:
        self.count = 0
        self.first = ""

    def ask(self, question: Callable[[], Any], otherwise: Any) -> Any:
        """An answer, or `otherwise` where there is none to be had."""
        try:
            return question()
        except (OSError, ValueError, OverflowError, MemoryError, TypeError) as error:
            self.count += 1
            self.first = self.first or " ".join(str(error).split())[:120]
            return otherwise


def _folders(folder: Any, path: str, depth: int, faults: _Faults) -> Iterator[Item]:
    if folder is None or depth > _DEEPEST:
        return
    for number in range(faults.ask(folder.get_number_of_sub_messages, 0)):
        message = faults.ask(partial(folder.get_sub_message, number), None)
        name = f"{path}{number + 1:06d}.eml"
        if message is None:
            yield Child(name, None, detail="the message is damaged")
        else:
            yield Child(name, as_mail(_message(message, faults, 0)))
    for number in range(faults.ask(folder.get_number_of_sub_folders, 0)):
        below = faults.ask(partial(folder.get_sub_folder, number), None)
        if below is not None:
            name = clean_name(faults.ask(below.get_name, "") or f"folder-{number + 1}").replace("/", "_")
            yield from _folders(below, f"{path}{name}/", depth + 1, faults)


def _message(item: Any, faults: _Faults, depth: int) -> MapiMessage:
    # libpff raises where a message simply has no such body: that is no fault.
    quiet = _Faults()
    text = quiet.ask(item.get_plain_text_body, None) or b""
    html = quiet.ask(item.get_html_body, None) or b""
    rtf = quiet.ask(item.get_rtf_body, None) or b""
    headers = quiet.ask(item.get_transport_headers, None) or ""
    sent = quiet.ask(item.get_client_submit_time, None) or quiet.ask(item.get_delivery_time, None)
    fields = {
        "Subject": quiet.ask(item.get_subject, None) or "",
        "From": quiet.ask(item.get_sender_name, None) or "",
        "To": _property(item, 0x0E04, quiet),
        "Cc": _property(item, 0x0E03, quiet),
        "Date": sent.strftime("%a, %d %b %Y %H:%M:%S +0000") if sent else "",
        "Message-ID": _property(item, 0x1035, quiet),
    }
    message = MapiMessage(
        headers=headers.encode("utf-8", "replace"),
        fields={name: clean_name(value) for name, value in fields.items() if value},
        text=text.decode("utf-8", "replace") if isinstance(text, bytes) else text,
        html=html if isinstance(html, bytes) else html.encode("utf-8", "replace"),
        rtf=rtf if rtf.startswith(b"{\\rtf") else decompressed_rtf(rtf),
    )
    for number in range(quiet.ask(item.get_number_of_attachments, 0)):
        attachment = faults.ask(partial(item.get_attachment, number), None)
        message.attachments.append(
            MapiAttachment(f"attachment-{number + 1}") if attachment is None else _attachment(attachment, faults, depth)
        )
    return message


def _attachment(item: Any, faults: _Faults, depth: int) -> MapiAttachment:
    quiet = _Faults()
    name = next((text for tag in _NAMES if (text := _property(item, tag, quiet))), "")
    size = quiet.ask(item.get_size, None)
    if size is None:
        inner = quiet.ask(partial(item.get_sub_item, 0), None) if hasattr(item, "get_sub_item") else None
        if inner is not None and hasattr(inner, "get_plain_text_body") and depth < 20:
            return MapiAttachment(clean_name(name), message=_message(inner, faults, depth + 1))
        return MapiAttachment(clean_name(name))
    return MapiAttachment(clean_name(name), faults.ask(partial(item.read_buffer, size), None) if size else b"")


def _property(item: Any, tag: int, quiet: _Faults) -> str:
    for place in range(quiet.ask(item.get_number_of_record_sets, 0)):
        record_set = quiet.ask(partial(item.get_record_set, place), None)
        entries = quiet.ask(record_set.get_number_of_entries, 0) if record_set is not None else 0
        for number in range(entries):
            entry = quiet.ask(partial(record_set.get_entry, number), None)
            if entry is not None and entry.get_entry_type() == tag:
                return quiet.ask(entry.get_data_as_string, "") or ""
    return ""
