"""The dashboards' server: Voilà, made fast, offline and safe. Start it with `python -m workbench.serve`.

`settings` says how Voilà is configured and why, `server` is the application, `pages` its own addresses, `scripts` the
large scripts of a page; `templates` and `static` hold what a page looks like before its notebook is on it.
"""
