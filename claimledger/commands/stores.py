"""Commands on a store: add, log, verify and export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimledger.addresses import is_address
from claimledger.commands.inputs import Options, destination, read_with, refuse_unreadable, tell
from claimledger.commands.ledgers import export_to, share
from claimledger.console import has_color, print_out, say, track_here, width_here
from claimledger.errors import DamagedStoreError
from claimledger.formats import is_store
from claimledger.ledger import Ledger
from claimledger.logs import log_table, verified_text
from claimledger.render import render_table


def run_store_add(options: Options) -> int:
    """Add files and stores to a store."""
    from claimledger.store import open_store

    stamp = {"by": options.by, "recorded": options.recorded, "note": options.note}
    stores = [path for path in options.files if is_store(path)]
    texts = [path for path in options.files if path not in stores]
    declared = Ledger()
    if is_address(options.store) or Path(options.store).exists():
        with open_store(options.store, create=is_address(options.store)) as store:
            declared = store.declared()
    # What is wrong with the files is known before anything is made or added.
    parts = _parts(texts, options, declared)
    with open_store(options.store, by=options.by) as store:
        for path in stores:
            with open_store(path, create=False) as other:
                found = len(store.merge(other, **stamp))
            say(f"{path}: {found:,} {'batch' if found == 1 else 'batches'} new")
        if texts:
            records = len(Ledger().merge(*parts).records)
            batch = store.add(*parts, **stamp)
            say(f"{options.store}: {share('records', batch.size if batch else 0, records)}")
        if store.head is not None:
            print_out(f"{store.head.digest}\n")
    return 0


def _parts(texts: Sequence[str], options: Options, declared: Ledger) -> tuple[Ledger, ...]:
    """The ledgers of files in which names are known that a store declares."""
    refuse_unreadable(texts)
    paths = (options.store, *texts)
    (_, *parts), problems, _ = read_with(paths, options, {options.store: declared})
    tell(problems)
    return tuple(parts)


def run_store_log(options: Options) -> int:
    """Print the batches of a store."""
    from claimledger.store import open_store

    with open_store(options.store, create=False) as store:
        table = log_table(store.log())
    print_out(f"{render_table(table, width=width_here(), color=has_color())}\n")
    return 0


def run_store_verify(options: Options) -> int:
    """Compute every digest anew; 1 if a batch fails."""
    from claimledger.store import open_store

    try:
        with open_store(options.store, create=False) as store:
            found = store.verify(options.head, track=track_here())
    except DamagedStoreError as error:
        print_out(f"{error}\n")
        return 1
    print_out(verified_text(found))
    return 0


def run_store_export(options: Options) -> int:
    """Write all that a store holds to a file."""
    from claimledger.store import open_store

    target, name = destination(options)
    with open_store(options.store, create=False) as store:
        ledger = store.ledger(track=track_here())
    export_to(ledger, target, name, is_strict=options.strict)
    return 0
