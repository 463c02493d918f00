from django.db import models


class DemoClock(models.Model):
    """The one row that shifts business time in demo mode (decisions.md 22); empty everywhere else."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    offset = models.DurationField()
    target = models.DateTimeField(null=True, help_text="the demo plays forward to here, moment by moment")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="base_democlock_single")]
