"""Nothing that is written is changed: the database refuses it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from hepatica.server.store.triggers import create


def _create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    del apps
    create(editor)


class Migration(migrations.Migration):
    """The triggers of the store."""

    dependencies = (("store", "0001_initial"),)
    operations = (migrations.RunPython(_create),)
