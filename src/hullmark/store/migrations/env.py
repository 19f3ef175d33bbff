"""Runs revisions on the connection that ``store.migrate`` has opened."""

from alembic import context


def _run() -> None:
    context.configure(
        connection=context.config.attributes["connection"],
        transactional_ddl=True,
        render_as_batch=False,
    )
    with context.begin_transaction():
        context.run_migrations()


# Alembic executes this file while it migrates; whoever merely imports it runs nothing.
if getattr(context, "config", None) is not None:
    _run()
