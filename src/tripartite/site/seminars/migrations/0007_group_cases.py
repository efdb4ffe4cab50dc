import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """The case of each group, sealed once it was made."""

    dependencies = [("seminars", "0006_followed")]  # noqa: RUF012

    operations = [  # noqa: RUF012
        migrations.CreateModel(
            name="GroupCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("group", models.PositiveSmallIntegerField()),
                ("file_name", models.CharField(max_length=100)),
                ("sealed_workbook", models.CharField(max_length=200)),
                ("sealed_pages", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "seminar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="seminars.seminar",
                    ),
                ),
            ],
            options={
                "ordering": ["group"],
                "constraints": [
                    models.UniqueConstraint(fields=("seminar", "group"), name="one_case_of_a_group")
                ],
            },
        ),
    ]
