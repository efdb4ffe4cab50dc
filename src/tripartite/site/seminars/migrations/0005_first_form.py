from django.db import migrations, models


class Migration(migrations.Migration):
    """Which form of the test a participant has before; from which telephone an answer came."""

    dependencies = [("seminars", "0004_taking_part")]  # noqa: RUF012

    operations = [  # noqa: RUF012
        migrations.AddField(
            model_name="participant",
            name="first_form",
            field=models.CharField(blank=True, default="", max_length=1),
        ),
        migrations.AddField(
            model_name="answer",
            name="device",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(model_name="answer", name="sequence", field=models.BigIntegerField(default=0)),
    ]
