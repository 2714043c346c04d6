"""A ledger that several people write to, and that forgets nothing."""

from __future__ import annotations

import os

from claimledger.addresses import is_address
from claimledger.errors import NewerStoreError, NotAStoreError, StoreError
from claimledger.store import schema
from claimledger.store.chain import Batch
from claimledger.store.databases import Database
from claimledger.store.postgres import Postgres
from claimledger.store.sqlite import Sqlite
from claimledger.store.stores import Store
from claimledger.store.verifying import Verification

__all__ = ["Batch", "Store", "Verification", "open_store"]

PathLike = str | os.PathLike[str]


def open_store(
    path: PathLike, *, create: bool = True, by: str | None = None, timeout: float = 60.0
) -> Store:
    """Open a store, or make an empty one where there is no file yet.

    A store is a context manager, and is closed at the end of its block.

    Args:
        path: The file; or the address of a PostgreSQL database, ``postgresql://...``, which
            needs the extra ``postgres``.
        create: Whether to make one; False to refuse what is not there.
        by: Who records, unless a batch says otherwise; by default who is logged in.
        timeout: For how many seconds to wait while others write.

    Raises:
        NotAStoreError: for something that is no store; it is left as it is.
        NewerStoreError: for a store of a newer version of this package.
        StoreError: if it cannot be opened; its kinds say why.
    """
    database: Database
    if isinstance(path, str) and is_address(path):
        database = Postgres(path, create=create, timeout=timeout)
    else:
        database = Sqlite(path, create=create, timeout=timeout)
    try:
        _check_version(database)
        return Store(database, by)
    except BaseException:
        database.close()
        raise


def _check_version(database: Database) -> None:
    try:
        ((version,),) = database.rows(schema.VERSIONS)
    except StoreError as error:
        if type(error) is not StoreError:
            raise
        version = None  # No such table.
    if type(version) is not int:
        raise NotAStoreError(database.name, "a database, but no store; it is left as it is")
    if version > schema.VERSION:
        known = f"this version of claimledger knows {schema.VERSION} at most"
        raise NewerStoreError(database.name, f"a store of schema {version}; {known}")
