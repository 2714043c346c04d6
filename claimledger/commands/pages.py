"""Commands that show a ledger in a browser: page and serve."""

from __future__ import annotations

from pathlib import Path

from claimledger.addresses import is_address
from claimledger.commands.inputs import (
    Options,
    read_files,
    refuse_unreadable,
    seen,
    target_of,
    viewed,
)
from claimledger.console import put, say, track_here
from claimledger.errors import ClaimLedgerError, Location, Problem
from claimledger.formats import is_store
from claimledger.formats.texts import STANDARD_INPUT
from claimledger.ledger import Ledger


def run_page(options: Options) -> int:
    """Write the ledger as one HTML page."""
    from claimledger.pages import page as web_page

    target = None if options.output is None else target_of(options.output)
    text = web_page(seen(options), as_of=options.as_of, reading=options.reading, track=track_here())
    put(text, target)
    return 0


def run_serve(options: Options) -> int:
    """Show the page on an address until it is interrupted."""
    from claimledger.pages.building import environment
    from claimledger.pages.serving import Server
    from claimledger.pages.watching import Watch

    environment()
    if STANDARD_INPUT in options.files:
        raise ClaimLedgerError("standard input can be read once, and is not served")
    refuse_unreadable(options.files)
    with Server(
        Watch(lambda version: _live_page(options, version), _followed(options)),
        options.host,
        options.port,
    ) as server:
        if not server.is_private:
            say("claimledger: whoever can reach this machine can read the ledger")
        say(f"{server.address} shows the page; Ctrl-C ends it")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("ended")
    return 0


def _followed(options: Options) -> list[str]:
    """The files that a page depends on, those among them that are not there yet."""
    paths = [path for path in options.files if not is_address(path)]
    beside = [str(Path(path).with_suffix(".map.toml")) for path in paths]
    journals = [f"{path}-wal" for path in paths if is_store(path)]
    return [*paths, *beside, *journals, *filter(None, [options.mapping])]


def _live_page(options: Options, version: str) -> str:
    """The page of the files as they are now, with all that is wrong with them."""
    from claimledger.judging import judge
    from claimledger.linting import lint
    from claimledger.linting.checking import checked
    from claimledger.pages.building import built

    try:
        parts, problems, places = read_files(options.files, options)
        ledger = Ledger().merge(*parts)
        findings = judge(ledger)
        shown = viewed(ledger, options)
        is_judged = shown is ledger and options.reading == "standard"
        return built(
            shown,
            as_of=options.as_of,
            reading=options.reading,
            findings=findings if is_judged else None,
            problems=checked(problems, lint(ledger, findings=findings), places),
            live=version,
        )
    except (ClaimLedgerError, OSError) as error:
        fault = Problem(Location("claimledger"), str(error))
        return built(Ledger(), problems=[fault], live=version)
