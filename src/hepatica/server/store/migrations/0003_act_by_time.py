from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0002_triggers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="act",
            index=models.Index(fields=["-at", "-id"], name="act_by_time"),
        ),
    ]
