"""Run by Alembic: upgrades the tables over the connection that the opening store hands in, inside its transaction."""

from alembic import context

from workbench.store.migrating import REVISION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=REVISION_TABLE)
with context.begin_transaction():
    context.run_migrations()
