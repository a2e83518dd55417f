"""Agreement between annotators: measures with intervals, or the reason why there is none.

Small modules, one idea each: `measure` (what a measure returns), `formulas` (ratios, kappa, alpha
on arrays), `reliability` (fixed units), `spans`, `relations`, `unitizing`, `gamma`, `dawid_skene`,
`resampling` (intervals), and the panel: `readings` -> `tally` -> `panel`. Imports numpy.
"""
