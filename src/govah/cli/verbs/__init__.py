"""One file per verb. What takes long to load is imported inside of a verb, so that none waits for another's."""

import click

from govah.cli.verbs.access import access
from govah.cli.verbs.acquisitions import acquisitions
from govah.cli.verbs.actor import actor
from govah.cli.verbs.authenticate import authenticate
from govah.cli.verbs.backup import backup
from govah.cli.verbs.claims import claim, claims
from govah.cli.verbs.collect import collect
from govah.cli.verbs.confirm import confirm
from govah.cli.verbs.correct import correct
from govah.cli.verbs.custodian import custodian
from govah.cli.verbs.dates import dates
from govah.cli.verbs.demo import demo
from govah.cli.verbs.erase import erase
from govah.cli.verbs.exhibits import exhibits
from govah.cli.verbs.ghosts import ghosts
from govah.cli.verbs.hold import hold
from govah.cli.verbs.init import init
from govah.cli.verbs.letters import letters
from govah.cli.verbs.mark import mark
from govah.cli.verbs.marks import marks
from govah.cli.verbs.numbers import numbers
from govah.cli.verbs.policy import policy
from govah.cli.verbs.read import read
from govah.cli.verbs.rebuild import rebuild
from govah.cli.verbs.registers import registers
from govah.cli.verbs.report import report
from govah.cli.verbs.restore import restore
from govah.cli.verbs.resume import resume
from govah.cli.verbs.seal import seal, unseal
from govah.cli.verbs.search import search
from govah.cli.verbs.seek import seek, seekings
from govah.cli.verbs.serve import serve
from govah.cli.verbs.share import share
from govah.cli.verbs.source import source
from govah.cli.verbs.status import status
from govah.cli.verbs.terms import terms
from govah.cli.verbs.text import text
from govah.cli.verbs.timestamp import timestamp
from govah.cli.verbs.verify import verify
from govah.cli.verbs.withdraw import reinstate, withdraw, withdrawals
from govah.cli.verbs.witness import witness
from govah.cli.verbs.wordings import wordings

VERBS: tuple[click.Command, ...] = (
    init,
    collect,
    acquisitions,
    read,
    status,
    exhibits,
    text,
    search,
    seek,
    seekings,
    mark,
    marks,
    correct,
    confirm,
    numbers,
    letters,
    ghosts,
    registers,
    authenticate,
    terms,
    wordings,
    dates,
    claims,
    claim,
    withdraw,
    reinstate,
    withdrawals,
    report,
    share,
    source,
    custodian,
    seal,
    unseal,
    hold,
    erase,
    actor,
    access,
    verify,
    policy,
    witness,
    timestamp,
    rebuild,
    resume,
    backup,
    restore,
    serve,
    demo,
)
"""In the order in which help lists them by name."""
