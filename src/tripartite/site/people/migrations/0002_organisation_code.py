"""Each organisation gets a code; those that were there before get theirs now."""

from typing import Any

from django.db import migrations, models

from tripartite.site.people.models import CODE_LENGTH, new_code


def give_codes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - as migrations are called
    for organisation in apps.get_model("people", "Organisation").objects.filter(code="").iterator():
        organisation.code = new_code()
        organisation.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            "organisation", "code", models.CharField(default="", editable=False, max_length=CODE_LENGTH)
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            "organisation",
            "code",
            models.CharField(default=new_code, editable=False, max_length=CODE_LENGTH, unique=True),
        ),
    ]
