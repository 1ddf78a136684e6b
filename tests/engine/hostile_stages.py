"""Stages that misbehave, run by the worker in the tests of the engine."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path


def echo(arguments, scratch):
    return {"said": arguments, "cwd_is_scratch": Path.cwd() == scratch}


def write(arguments, scratch):
    (scratch / "out").write_text(arguments["text"], encoding="utf-8")
    return sorted(path.name for path in scratch.iterdir())


def wait(arguments, scratch):
    time.sleep(arguments["seconds"])
    return arguments["seconds"]


def burn(arguments, scratch):
    while True:
        pass


def burn_in_child(arguments, scratch):
    subprocess.run([sys.executable, "-c", "while True: pass"], check=False)


def sleep_forever(arguments, scratch):
    time.sleep(1000)


def allocate(arguments, scratch):
    held = []
    while True:
        held.append(bytearray(os.urandom(1 << 10) * (16 << 10)))


def leave(arguments, scratch):
    os._exit(arguments["code"])


def segfault(arguments, scratch):
    ctypes.string_at(0)


def abort(arguments, scratch):
    os.abort()


def die_once(arguments, scratch):
    """Dies in a worker that served before, as after another task's damage."""
    if os.environ.get("SPOILED"):
        os._exit(3)
    return "well"


def spoil(arguments, scratch):
    os.environ["SPOILED"] = "1"
    return None


def fail(arguments, scratch):
    raise ValueError("a word\nand another")


def connect(arguments, scratch):
    made = []
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK):
        try:
            socket.socket(family, socket.SOCK_DGRAM).close()
            made.append(int(family))
        except OSError:
            continue
    return made


def connect_in_child(arguments, scratch):
    code = "import socket; socket.socket()"
    return subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode


def pair(arguments, scratch):
    left, right = socket.socketpair()
    left.sendall(b"x")
    return right.recv(1).decode()


def write_outside(arguments, scratch):
    try:
        Path(arguments["path"]).write_text("broken out", encoding="utf-8")
    except OSError as error:
        return type(error).__name__
    return "written"


def read_outside(arguments, scratch):
    try:
        return Path(arguments["path"]).read_text(encoding="utf-8")
    except OSError as error:
        return type(error).__name__


def signal_parent(arguments, scratch):
    try:
        os.kill(os.getppid(), signal.SIGUSR1)
    except OSError as error:
        return type(error).__name__
    return "sent"


def shout(arguments, scratch):
    print("noise " * 1000)
    sys.stderr.write("noise")
    os.write(1, b"\x00\x00\x00\x02hi")
    os.write(0, b"noise")
    subprocess.run(["/bin/echo", "noise"], check=True)
    return "heard"


def huge(arguments, scratch):
    return "x" * ((256 << 20) + 1)


def no_json(arguments, scratch):
    return {"bytes": b"raw"}


def object_value(arguments, scratch):
    return {"path": scratch}


def surrogate(arguments, scratch):
    return "\udc80"


def lie(arguments, scratch):
    """Writes garbage on every descriptor, as a worker that was taken over might."""
    for number in range(3, 20):
        try:
            os.write(number, b"\xff\xff\xff\xff garbage")
        except OSError:
            continue
    time.sleep(1000)


def lie_in_frames(arguments, scratch):
    for number in range(3, 20):
        try:
            os.write(number, b"\x00\x00\x00\x01\xc1")
        except OSError:
            continue
    time.sleep(1000)


def large_file(arguments, scratch):
    with (scratch / "large").open("wb") as file:
        for _ in range(100):
            file.write(bytes(1 << 20))
    return "written"


def many_files(arguments, scratch):
    for number in range(100):
        (scratch / str(number)).write_bytes(bytes(1 << 20))
    time.sleep(1000)


def pid(arguments, scratch):
    return os.getpid()


def environment(arguments, scratch):
    return dict(os.environ)


def start_child(arguments, scratch):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
    Path(scratch / "pid").write_text(str(child.pid), encoding="ascii")
    time.sleep(1000)
