"""The command `govah`: its verbs, and what becomes of errors."""

import io
import os
import sys

import click

from govah.cli.context import common_options
from govah.cli.output import plain
from govah.cli.verbs import VERBS
from govah.config import version
from govah.errors import GovahError, UsageError

_INTERRUPTED = 130


_GOES_ON = ("Interrupted; what was preserved stays.", "Run the same command again to go on.")
_BEGINS_ANEW = ("Interrupted; nothing that was preserved was changed.", "Run the same command again: it begins anew.")
_BROKEN_OFF = {
    "collect": _GOES_ON,
    "demo": _GOES_ON,
    "backup": ("Interrupted; the earlier backup stands, if there was one.", _GOES_ON[1]),
    "erase": (
        "Interrupted; what the log says stays said.",
        "See how far it came: govah erase list. What was approved is carried out with: govah erase finish",
    ),
    "share": ("Interrupted; the package that was not ended was removed.", _BEGINS_ANEW[1]),
    "rebuild": (
        "Interrupted; the case is as it was, with what machines had derived before if there was any.",
        _BEGINS_ANEW[1],
    ),
    "restore": ("Interrupted; what was copied so far was removed.", _BEGINS_ANEW[1]),
}
"""What is to be said of a verb that was broken off, and what comes next; of others `_BEGINS_ANEW`."""


class _BrokenOffError(Exception):
    """A verb that somebody interrupted.

    Args:
        verb: Which.
    """

    def __init__(self, verb: str) -> None:
        super().__init__(verb)
        self.told = _BROKEN_OFF.get(verb, _BEGINS_ANEW)


class _InOrderOfWork(click.Group):
    """Lists the verbs in the order in which work goes, and knows which one was broken off."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a verb.

        Raises:
            UsageError: A question was asked, and the input had ended.
        """
        try:
            return super().invoke(ctx)
        except click.exceptions.Abort as error:
            if isinstance(error.__context__, EOFError):
                raise UsageError(
                    "An answer was asked for, and none came: the input had ended.",
                    "Run the command at a terminal, or give it what it asks for as an option or as input.",
                ) from None
            raise _BrokenOffError(ctx.invoked_subcommand or "") from None
        except KeyboardInterrupt:
            raise _BrokenOffError(ctx.invoked_subcommand or "") from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names as they were added."""
        return list(self.commands)


@click.group(cls=_InOrderOfWork, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version(), prog_name="govah")
@common_options
def govah() -> None:
    """Evidence workbench: from a leak to findings that anyone can check.

    \b
    A first way through:
      govah init my-case --name "My case"
      govah --case my-case collect leak/ --source press-1
      govah --case my-case serve
    """  # noqa: D301  # click wants the control character


for _verb in VERBS:
    govah.add_command(_verb)


def main() -> None:
    """Run the command line; errors become sentences and exit codes, never a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without our letters is no failure
    try:
        code = govah.main(standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as error:
        if isinstance(error.code, str):
            raise  # the disk did not keep what was written: nothing more is done
        code = error.code
    except GovahError as error:
        code = _tell(error.what, error.remedy, error.exit_code)
    except _BrokenOffError as error:
        code = _tell(*error.told, _INTERRUPTED)
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = _tell(*_BrokenOffError("").told, _INTERRUPTED)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = 2
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        help_command = f"{context.command_path if context else _named(sys.argv[1:])} --help"
        code = _tell(error.format_message(), f"See {help_command}", 2)
    except BrokenPipeError:
        code = 0  # whoever read our answer has heard enough
    except OSError as error:
        if os.environ.get("GOVAH_DEBUG"):
            raise
        where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
        remedy = "Check the path, its permissions and the free space, then run the command again."
        code = _tell(f"{where}{error.strerror or error}.", remedy, 1)
    except Exception as error:
        if os.environ.get("GOVAH_DEBUG"):
            raise
        what = f"Govah failed in a way that it does not know: {type(error).__name__}: {error}"
        code = _tell(what, "Nothing preserved was changed. Run again with GOVAH_DEBUG=1 and report what it prints.", 1)
    sys.exit(_flushed(code if isinstance(code, int) else 0))


def _named(words: list[str]) -> str:
    """The command that a call names, where its parser broke off before it could say."""
    command: click.Command = govah
    path = ["govah"]
    values = False
    for word in words:
        if not values and isinstance(command, click.Group) and word in command.commands:
            command = command.commands[word]
            path.append(word)
        values = word in ("--case", "--as")
    return " ".join(path)


def _flushed(code: int) -> int:
    """Let go of what is still to be written, here and not while the program ends, when nobody could tell of it."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError) and not code:
            return _tell(f"{error.strerror or error}.", "Free some space, then run the command again.", 1)
    return code


def _tell(what: str, remedy: str, code: int) -> int:
    click.echo(f"govah: {plain(what)}", err=True)
    for line in remedy.splitlines():
        click.echo(f"       {plain(line)}", err=True)
    return code


if __name__ == "__main__":
    main()
