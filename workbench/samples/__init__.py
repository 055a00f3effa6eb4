"""The sample books: an accounting office with five clients, and every worked example as a ledger of its own.

`python -m workbench.samples --seed 1 --out sample_data` writes them. One seed always gives the same bytes: chance comes
from `random.Random` alone, money is integer grosze, nothing asks the clock.

Facts are data beside the code: `names.toml` (people, streets, towns), `clients/*.toml` (what each client trades in and
with whom, their banks and what they pay next; of two of them also what their costs are and how they describe them),
`office.toml` (the clients' trade with each other), `cases.toml` (hand-written debts around the switches of the law),
`examples.toml` (the golden table) and `transfer_examples.toml` (the collective transfers of the manuals). The people and firms
are invented; `identifiers` says why no number can belong to a real one.
"""
