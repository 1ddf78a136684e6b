"""A network that leads nowhere, and counts what is sent into it. For a namespace of its own (`unshare --net --mount`).

All routes lead to a TUN device, so that each packet which would leave the machine is read here, byte for byte, IPv4 and
IPv6. Names are asked for at an address behind that device. The loopback is watched too.
"""

import contextlib
import ctypes
import fcntl
import ipaddress
import os
import select
import socket
import struct
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self

_NAME = b"outside"
_TUNSETIFF, _SIOCSIFFLAGS, _SIOCSIFADDR, _SIOCADDRT = 0x400454CA, 0x8914, 0x8916, 0x890B
_IFF_TUN_NO_PI, _IFF_UP_RUNNING, _RTF_UP = 0x1001, 0x41, 0x1
_RESOLVER = "192.0.2.53"
_KERNELS_OWN = frozenset({130, 131, 132, 133, 134, 135, 136, 143})
"""ICMPv6 that the kernel sends of itself on a new interface: who listens to what, where is a router."""


class _Route(ctypes.Structure):
    """`struct rtentry`."""

    _fields_ = (
        ("pad1", ctypes.c_ulong),
        ("dst", ctypes.c_ubyte * 16),
        ("gateway", ctypes.c_ubyte * 16),
        ("mask", ctypes.c_ubyte * 16),
        ("flags", ctypes.c_ushort),
        ("pad2", ctypes.c_short),
        ("pad3", ctypes.c_ulong),
        ("pad4", ctypes.c_void_p),
        ("metric", ctypes.c_short),
        ("dev", ctypes.c_char_p),
        ("mtu", ctypes.c_ulong),
        ("window", ctypes.c_ulong),
        ("irtt", ctypes.c_ushort),
    )


class Outside:
    """Stands where the rest of the world would be.

    Args:
        work: For the files that stand for the system's list of name servers.

    Raises:
        OSError: This system does not allow it.
    """

    def __init__(self, work: Path) -> None:
        self.packets: list[str] = []
        self.inside: list[int] = []
        self._tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(self._tun, _TUNSETIFF, struct.pack("16sH22x", _NAME, _IFF_TUN_NO_PI))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", _IFF_UP_RUNNING))
            address = struct.pack("=HH4s8x", socket.AF_INET, 0, socket.inet_aton("192.0.2.2"))
            fcntl.ioctl(control, _SIOCSIFADDR, struct.pack("16s16s8x", _NAME, address))
            fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH22x", _NAME, _IFF_UP_RUNNING))
            _route_all(control)
        self.has_ipv6 = _with_ipv6()
        _own_name_server(work)
        self._loopback = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self._loopback.bind(("lo", 0))
        self._loopback.setblocking(False)
        self._ended = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._reader.start()
        return self

    def __exit__(self, *exception: object) -> None:
        """What is still on its way is read first."""
        self._ended.set()
        self._reader.join()
        self._loopback.close()
        os.close(self._tun)

    def sees(self, deed: Callable[[], object]) -> bool:
        """Whether a deliberate packet is seen; it is then forgotten."""
        before = len(self.packets)
        with contextlib.suppress(OSError):  # nobody answers, and that is right
            deed()
        for _ in range(100):
            if len(self.packets) > before:
                break
            self._ended.wait(0.02)
        seen = len(self.packets) > before
        self._ended.wait(0.2)
        del self.packets[before:]
        return seen

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._tun, self._loopback], [], [], 0.2)
            if self._tun in ready:
                self._count(os.read(self._tun, 1 << 16))
            if self._loopback in ready:
                data, source = self._loopback.recvfrom(1 << 16)
                if source[2] == socket.PACKET_OUTGOING:
                    self._count_inside(data[14:])
            if not ready and self._ended.is_set():
                return

    def _count(self, packet: bytes) -> None:
        kind, target, port = _told(packet)
        if kind == "ICMPv6" and port in _KERNELS_OWN:
            return
        self.packets.append(f"{kind} to {target} port {port}")

    def _count_inside(self, packet: bytes) -> None:
        kind, _, port = _told(packet)
        if kind == "UDP" or port == 53:
            self.packets.append(f"{kind} to the loopback, port {port}")
        source = struct.unpack_from("!H", packet, (packet[0] & 15) * 4)[0] if packet[0] >> 4 == 4 else 0
        self.inside += [source, port]


def _told(packet: bytes) -> tuple[str, str, int]:
    """Protocol, target and port (of ICMP: the type) of an IP packet."""
    kinds = {1: "ICMP", 6: "TCP", 17: "UDP", 58: "ICMPv6"}
    if packet[0] >> 4 == 4:
        number, start, target = packet[9], (packet[0] & 15) * 4, ipaddress.ip_address(packet[16:20])
    else:
        number, start, target = packet[6], 40, ipaddress.ip_address(packet[24:40])
        if number == 0:  # hop-by-hop options come first
            number, start = packet[40], 48
    body = packet[start:]
    port = body[0] if number in (1, 58) else int.from_bytes(body[2:4], "big")
    return kinds.get(number, f"protocol {number}"), str(target), port


def _route_all(control: socket.socket) -> None:
    any_address = (ctypes.c_ubyte * 16)(*struct.pack("=H14x", socket.AF_INET))
    route = _Route(dst=any_address, gateway=any_address, mask=any_address, flags=_RTF_UP, dev=_NAME)
    fcntl.ioctl(control, _SIOCADDRT, bytearray(route))  # type: ignore[call-overload]


def _with_ipv6() -> bool:
    """An address and a route of the newer protocol, where this system has it."""
    try:
        index = socket.if_nametoindex(_NAME.decode())
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as control:
            address = socket.inet_pton(socket.AF_INET6, "2001:db8::2")
            fcntl.ioctl(control, _SIOCSIFADDR, struct.pack("=16sIi", address, 64, index))
            route = struct.pack("@48xIHHILIi", 1, 0, 0, 1, 0, _RTF_UP, index)
            fcntl.ioctl(control, _SIOCADDRT, route)
    except OSError:
        return False
    return True


def _own_name_server(work: Path) -> None:
    """In this mount namespace only: names are asked for outside, by the system's own resolver."""
    for name, text in (
        ("resolv.conf", f"nameserver {_RESOLVER}\noptions timeout:1 attempts:1\n"),
        ("nsswitch.conf", "hosts: files dns\n"),
    ):
        own = work / name
        own.write_text(text)
        there = os.path.realpath(f"/etc/{name}")
        if Path(there).exists():
            subprocess.run(["mount", "--bind", own, there], check=True, capture_output=True)
