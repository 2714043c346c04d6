"""A ledger as one page for a browser, and the server that keeps it up to date.

The page is one file that asks nothing of any network: templates, style and script lie beside
this module. Everything on it was judged by the library; its script only shows and hides.
"""

from __future__ import annotations

from claimledger.pages.building import page

__all__ = ["page"]
