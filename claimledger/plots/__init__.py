"""Figures for print: what each claim holds possible, over time, and who agrees with whom.

Needs the extra ``plot``. Figures are matplotlib's own, made without pyplot.
"""
