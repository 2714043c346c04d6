"""Work without the garbage collector."""

from __future__ import annotations

import gc

import pytest

from claimledger.pauses import no_collection


class TestNoCollection:
    """It leaves things as they were, whatever happens."""

    def test_it_resumes(self) -> None:
        """After the work, and after its failure."""
        with no_collection():
            assert not gc.isenabled()
        assert gc.isenabled()
        with pytest.raises(KeyError), no_collection():
            raise KeyError
        assert gc.isenabled()

    def test_one_within_another(self) -> None:
        """The inner one resumes nothing that the outer one paused."""
        with no_collection():
            with no_collection():
                pass
            assert not gc.isenabled()
